import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { finding } from '../../../../extension/core/findings/finding';
import {
  placeInScheduler,
  placeInSource,
} from '../../../../extension/core/findings/place-in-source';
import { explainLog } from '../../../../extension/core/verifier/explain-log';
import { parseDmesg } from '../../../../extension/core/kernel-log/kmsg';
import { runtimeFindings } from '../../../../extension/core/kernel-log/runtime-findings';

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8');

/** The text of the line that a finding is put at, from its column on. */
function placed(
  one: ReturnType<typeof finding> | undefined,
  scheduler: string,
): string | undefined {
  const text = fixture(`schedulers/${scheduler}.bpf.c`);
  if (!one) return undefined;
  const { file, line, column } = placeInSource(one, [{ path: '/w/x.bpf.c', text }]);
  expect(file).toBe('/w/x.bpf.c');
  return text.split('\n')[(line ?? 0) - 1]?.slice((column ?? 1) - 1);
}

describe('placeInSource', () => {
  it('finds the call of a function that the kernel lacks, not its declaration', () => {
    const [one] = explainLog(fixture('verifier/7.3/missing-kfunc.log')).findings;
    expect(placed(one, 'missing-kfunc')).toBe('scx_bpf_make_coffee(p); /* here */');
  });

  it('finds the licence', () => {
    const [one] = explainLog(fixture('verifier/7.3/not-gpl.log')).findings;
    expect(placed(one, 'not-gpl')).toMatch(/^_license\[\]/);
  });

  it('finds the operation that failed', () => {
    const records = fixture('kernel-log/7.3/init-fails.dmesg')
      .split('\n')
      .map(parseDmesg)
      .filter((record) => record !== null);
    const [one] = runtimeFindings(records, { ops: 'init_fails' });
    expect(placed(one, 'init-fails')).toBe('init_fails_init)');
  });

  it('finds a program by its name', () => {
    const one = finding({
      code: 'run/x',
      severity: 'error',
      message: 'x',
      program: 'stall_enqueue',
    });
    expect(placed(one, 'stall')).toMatch(/^stall_enqueue, struct task_struct/);
  });

  it('leaves places alone; what is about nothing in the text stands at its first line', () => {
    const one = finding({ code: 'a/b', severity: 'error', message: 'x' });
    const empty = [{ path: '/w/x.bpf.c', text: '' }];
    expect(placeInSource(one, empty)).toBe(one);
    expect(placeInScheduler(one, '/w/x.bpf.c')).toMatchObject({ file: '/w/x.bpf.c', line: 1 });
    const known = { ...one, file: '/h.h', line: 3 };
    expect(placeInSource(known, empty)).toBe(known);
  });
});
