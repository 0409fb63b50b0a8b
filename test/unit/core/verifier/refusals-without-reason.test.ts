/** The codes that no scheduler shows by itself: it depends on who loads it, or on what became of its log. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { explainLog } from '../../../../extension/core/verifier/explain-log';
import { briefLog, capturedLog, KERNELS } from './captured-logs';

/** What `bpftool prog loadall` said of a good scheduler to a user without privileges. */
const unprivilegedLog = (kernel: string) =>
  readFileSync(
    fileURLToPath(new URL(`../../../fixtures/unprivileged/${kernel}.log`, import.meta.url)),
    'utf8',
  );

const TRACED = ['null-pointer', 'out-of-bounds', 'untrusted-pointer', 'uninitialized'];
const LOGS = [
  ['whole', capturedLog],
  ['brief', briefLog],
] as const;

describe.each(KERNELS)('on %s', (kernel) => {
  it('a user without privileges is told so, once', () => {
    const { findings } = explainLog(unprivilegedLog(kernel));
    expect(findings).toMatchObject([{ code: 'verifier/permission', severity: 'error' }]);
    expect(findings[0]?.raw[0]).toContain('Operation not permitted');
  });

  describe.each(LOGS)('%s log', (_, logOf) => {
    it.each(TRACED)('%s: called truncated without its last lines', (scheduler) => {
      const log = logOf(kernel, scheduler);
      const error = explainLog(log).findings[0]?.statement ?? '';
      expect(error).not.toBe('');
      const cut = log.slice(0, log.indexOf(error));
      const { findings } = explainLog(cut);
      expect(findings.map(({ code }) => code)).toEqual(['verifier/truncated-log']);
      for (const line of findings[0]?.raw ?? []) expect(cut).toContain(line);
    });
  });
});
