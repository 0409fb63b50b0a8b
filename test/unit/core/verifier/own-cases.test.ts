import { describe, expect, it } from 'vitest';
import {
  placeInScheduler,
  placeInSource,
} from '../../../../extension/core/findings/place-in-source';
import { explainLog } from '../../../../extension/core/verifier/explain-log';
import { briefLog, capturedLog, KERNELS, schedulerText } from './captured-logs';
import { codeOn, OWN_CASES, placesOn } from './own-cases';

function findingsIn(log: string, scheduler: string) {
  const path = `/work space/${scheduler}.bpf.c`;
  const resolveFile = (name: string) => `/work space/${name}`;
  const sources = [{ path, text: schedulerText(scheduler) }];
  return explainLog(log, { resolveFile })
    .findings.map((one) => placeInSource(one, sources))
    .map((one) => placeInScheduler(one, path));
}

const LOGS = [
  ['whole', capturedLog],
  ['brief', briefLog],
] as const;

describe.each(KERNELS)('own schedulers on %s', (kernel) => {
  const refused = OWN_CASES.map((one) => ({
    ...one,
    code: codeOn(one, kernel),
    places: placesOn(one, kernel),
  }));
  const failing = refused.filter(({ code }) => code !== null);
  const withOrigin = failing.filter(({ places }) => places.origins.length > 0);

  describe.each(LOGS)('%s log', (_, logOf) => {
    it.each(failing)('$scheduler: $code, at its line', ({ scheduler, code, places }) => {
      const findings = findingsIn(logOf(kernel, scheduler), scheduler);
      expect(findings.map((one) => one.code)).toEqual([`verifier/${code}`]);
      expect(places.here.length, 'marks in the source').toBeGreaterThan(0);
      expect(places.here).toContain(findings[0]?.line);
      expect(findings[0]?.file).toBe(`/work space/${scheduler}.bpf.c`);
      expect(findings[0]?.raw.length).toBeGreaterThan(0);
    });

    it.each(withOrigin)('$scheduler: where it comes from', ({ scheduler, places }) => {
      const [one] = findingsIn(logOf(kernel, scheduler), scheduler);
      const related = one?.related.map(({ line }) => line) ?? [];
      expect(related).toEqual(expect.arrayContaining(places.origins));
    });

    it.each(refused.filter(({ code }) => code === null))('$scheduler: passes', ({ scheduler }) => {
      expect(explainLog(logOf(kernel, scheduler)).findings).toEqual([]);
    });
  });
});
