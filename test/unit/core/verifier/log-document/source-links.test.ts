import { describe, expect, it } from 'vitest';
import { failingVisits } from '../../../../../extension/core/verifier/log-document/failing-visits';
import { logErrors } from '../../../../../extension/core/verifier/log-document/log-errors';
import { sourceLink } from '../../../../../extension/core/verifier/log-document/source-links';
import { SourceVisits } from '../../../../../extension/core/verifier/log-document/source-visits';
import { indexLog } from '../../../../../extension/core/verifier/log/log-index';
import { capturedLog, KERNELS, markedLine } from '../captured-logs';

const FILE = 'null-pointer.bpf.c';

function read(kernel: string, scheduler: string) {
  const text = capturedLog(kernel, scheduler);
  const index = indexLog(text);
  const lineOf = (start: string) => {
    for (let line = index.lineCount - 1; line >= 0; line--)
      if (index.bare(line).startsWith(start)) return line;
    return -1;
  };
  return { index, lineOf, errors: logErrors(index, index.verdict.findings) };
}

describe('from the log to the source', () => {
  const here = markedLine('null-pointer', 'here');
  const origin = markedLine('null-pointer', 'origin');

  it.each(KERNELS)('an instruction is of the line above it, on %s', (kernel) => {
    const { index, lineOf } = read(kernel, 'null-pointer');
    const place = { file: FILE, line: here, column: null };
    expect(sourceLink(index, lineOf('9: (79)'))).toMatchObject({ place });
    expect(sourceLink(index, lineOf('R0 invalid mem'))).toMatchObject({ place });
    expect(sourceLink(index, lineOf('; *count += 1'))).toEqual({
      place,
      text: '*count += 1; /* here */',
    });
  });

  it.each([
    ['null_pointer_enqueue @ null-pointer.bpf.c:17:15', { line: 17, column: 15 }],
    ['>>> 17 |', { line: 17, column: null }],
    ['19 |         *count', { line: 19, column: null }],
    ['|         ^-- update: R0', { line: 17, column: 15 }],
  ])('%j in the report of 7.3', (start, place) => {
    const { index, lineOf } = read('7.3', 'null-pointer');
    expect(origin).toBe(17);
    expect(sourceLink(index, lineOf(start))?.place).toEqual({ file: FILE, ...place });
  });

  it('a numbered instruction of the report is no line of the source', () => {
    const { index, lineOf } = read('7.3', 'null-pointer');
    expect(sourceLink(index, lineOf('>>>  9 | (79)'))?.place?.line).toBe(here);
  });

  it('has nothing to say of lines around the programs', () => {
    const { index } = read('6.18', 'null-pointer');
    expect(sourceLink(index, 0)).toBeNull();
    expect(sourceLink(index, index.lineCount - 1)).toBeNull();
  });

  it('knows the text alone on kernels that name no place', () => {
    const index = indexLog('; int x = 1;\n0: (b7) r0 = 1\n1: (95) exit\nprocessed 2 insns\n');
    expect(sourceLink(index, 1)).toEqual({ place: null, text: 'int x = 1;' });
  });
});

describe('from the source to the log', () => {
  it.each(KERNELS)('finds the comments of a line on %s', (kernel) => {
    const { index } = read(kernel, 'null-pointer');
    const visits = new SourceVisits(index).of(
      `/anywhere/${FILE}`,
      markedLine('null-pointer', 'here')!,
    );
    expect(visits.map((line) => index.bare(line))).toEqual([
      expect.stringContaining('; *count += 1; /* here */'),
    ]);
  });

  it('knows no line of another file or number', () => {
    const visits = new SourceVisits(read('6.18', 'null-pointer').index);
    expect(visits.of('other.bpf.c', 19)).toEqual([]);
    expect(visits.of(FILE, 1900)).toEqual([]);
  });

  it.each(KERNELS)('tells visits on the way to the error from the others, on %s', (kernel) => {
    const { index, errors } = read(kernel, 'unreleased-reference');
    const visits = new SourceVisits(index);
    const linesOf = (line: number) => visits.of('unreleased-reference.bpf.c', line);
    const release = markedLine('unreleased-reference', 'here')! + 2;
    expect(
      failingVisits(index, errors, linesOf(markedLine('unreleased-reference', 'here')!)),
    ).not.toEqual([]);
    expect(linesOf(release)).not.toEqual([]);
    expect(failingVisits(index, errors, linesOf(release))).toEqual([]);
  });
});
