import { describe, expect, it } from 'vitest';
import { explainLog } from '../../../../extension/core/verifier/explain-log';
import type { LogOptions } from '../../../../extension/core/verifier/log-options';
import { capturedLog, KERNELS } from './captured-logs';

type Names = NonNullable<LogOptions['object']>;

const FILE = '/w/read-only-write.bpf.c';
const PLACE = { file: FILE, line: 9, column: 16 };
/** Knows nothing but what a test gives it. */
const names = (known: Partial<Names>): Names => ({
  accessAt: () => null,
  fieldAt: () => null,
  placeOf: () => null,
  ...known,
});
/** The write, as if it stood in a macro: the source line names no field. */
const macroLog = (kernel: string) =>
  capturedLog(kernel, 'read-only-write').replace('p->scx.weight = 100; /* here */', 'SET(p);');
const explain = (kernel: string, object: Names) =>
  explainLog(macroLog(kernel), { object }).findings[0]!;

describe('an object beside the log', () => {
  it.each(KERNELS)('names the field of a write that the source does not name, on %s', (kernel) => {
    const asked: unknown[] = [];
    const accessAt: Names['accessAt'] = (...at) => {
      asked.push(at);
      return { type: 'task_struct', member: 'scx.weight' };
    };
    const { message } = explain(kernel, names({ accessAt }));
    expect(message).toMatch(/^`task_struct\.scx\.weight` can not be written/);
    expect(asked).toEqual([['read_only_write_enqueue', 4]]);
  });

  it('names the field at the offset that the kernel says', () => {
    const fieldAt: Names['fieldAt'] = (struct, offset) =>
      struct === 'task_struct' && offset === 892 ? 'scx.weight' : null;
    expect(explain('7.3', names({ fieldAt })).message).toContain('task_struct.scx.weight');
    expect(explain('7.3', names({})).message).not.toContain('scx.weight');
  });

  it('gives the column of a place, and none of another file or line', () => {
    const file = 'read-only-write.bpf.c';
    const at = (place: typeof PLACE) => explain('6.18', names({ placeOf: () => place }));
    expect(at(PLACE)).toMatchObject(PLACE);
    expect(at({ ...PLACE, line: 8 })).toMatchObject({ file, line: 9, column: null });
    expect(at({ ...PLACE, file: '/w/x.h' })).toMatchObject({ file, line: 9, column: null });
  });
});
