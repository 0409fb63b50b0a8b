import { describe, expect, it } from 'vitest';
import { logFolds } from '../../../../../extension/core/verifier/log-document/folding';
import { lineKnowledge } from '../../../../../extension/core/verifier/log-document/line-knowledge';
import { logErrors } from '../../../../../extension/core/verifier/log-document/log-errors';
import type { LogPart } from '../../../../../extension/core/verifier/log-document/log-part';
import { logOutline } from '../../../../../extension/core/verifier/log-document/outline';
import { sourceLink } from '../../../../../extension/core/verifier/log-document/source-links';
import { SourceVisits } from '../../../../../extension/core/verifier/log-document/source-visits';
import { indexLog } from '../../../../../extension/core/verifier/log/log-index';
import { commentPlace, commentText } from '../../../../../extension/core/verifier/log/source-place';
import { capturedLog, KERNELS } from '../captured-logs';

/** Numbers that look like chance and are the same in every run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % below;
  };
}

const logs = KERNELS.flatMap((kernel) =>
  ['null-pointer', 'unreleased-reference', 'lock-held', 'three-programs', 'infinite-loop'].map(
    (scheduler) => capturedLog(kernel, scheduler),
  ),
);
const pieces = [
  'from 3 to 1: R0=0',
  'caller:',
  'callee:',
  'to caller at 9:',
  'Validating f() func#1...',
  '1: (05) goto pc-1',
  '-- END PROG LOAD LOG --',
  "libbpf: prog 'x': -- BEGIN PROG LOAD LOG --",
  '; x = f(x); @ a.c:1',
  ' frame9: R1=fp[7]-8',
  'processed 1 insns',
  'Verification failed: x',
  '\u0000\u001b[31m((((',
  '9999999: (85) call pc+1 ; R0=scalar(',
];

/** Lines of two logs cut, mixed and with noise between. */
function mixed(next: (below: number) => number): string {
  const lines: string[] = [];
  for (let part = 0; part < 4; part++) {
    const from = logs[next(logs.length)]!.split('\n');
    const start = next(from.length);
    for (const line of from.slice(start, start + next(120))) {
      if (next(12) === 0) lines.push(pieces[next(pieces.length)]!);
      lines.push(next(40) === 0 ? line.slice(next(line.length + 1)) : line);
    }
  }
  return lines.join('\n');
}

function check(parts: readonly LogPart[], first: number, last: number): void {
  for (const part of parts) {
    expect(part.name).not.toBe('');
    expect(part.firstLine).toBeGreaterThanOrEqual(first);
    expect(part.lastLine).toBeGreaterThanOrEqual(part.firstLine);
    expect(part.lastLine).toBeLessThanOrEqual(last);
    check(part.children, part.firstLine, part.lastLine);
  }
}

describe('a log that is cut, mixed and full of noise', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed + 1))('of seed %i is a document', (seed) => {
    const index = indexLog(mixed(chance(seed)));
    const { findings, programs } = index.verdict;
    const errors = logErrors(index, findings);
    for (const { line, finding } of errors) {
      if (finding.statement !== null) expect(index.text(line)).toBe(finding.statement);
    }
    const parts = logOutline(index, errors, programs);
    check(parts, 0, index.lineCount - 1);
    for (const { firstLine, lastLine } of logFolds(index, parts)) {
      expect(firstLine).toBeLessThan(lastLine);
      expect(lastLine).toBeLessThan(index.lineCount);
    }
    const visits = new SourceVisits(index);
    for (let line = 0; line < index.lineCount; line++) {
      sourceLink(index, line);
      const place = index.kind(line) === 'source' ? commentPlace(index.bare(line)) : null;
      if (!place) continue;
      const text = commentText(index.bare(line));
      const known = lineKnowledge(index, errors, visits.of(place.file, place.line), text);
      if (known) expect(commentText(index.bare(known.logLine))).toBe(text);
    }
  });

  it('that is empty has nothing in it', () => {
    const index = indexLog('');
    expect(logOutline(index, [], [])).toEqual([]);
    expect(logFolds(index, [])).toEqual([]);
    expect(sourceLink(index, 0)).toBeNull();
  });
});
