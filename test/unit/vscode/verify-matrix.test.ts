import { describe, expect, it } from 'vitest';
import { finding, type Finding } from '../../../extension/core/findings/finding';
import { failed, ok } from '../../../extension/core/findings/problem';
import { parseTarget } from '../../../extension/core/sched-ext/target-name';
import type { Target } from '../../../extension/core/sched-ext/target';
import { resultOf } from '../../../extension/vscode/verify-matrix/matrix-results';
import {
  answeredRow,
  markdownTable,
  summaryOf,
  unansweredRow,
  waitingRow,
} from '../../../extension/vscode/verify-matrix/matrix-rows';
import type { MatrixRow } from '../../../extension/workflows/verify/verify-matrix';

const MISSING = finding({
  code: 'verifier/null-pointer',
  severity: 'error',
  message: 'x | y <b>*may*</b> be `NULL`',
  file: '/home/a b/choosy.bpf.c',
  line: 31,
});

function targetOf(name: string): Target {
  const target = parseTarget(name);
  if (target === null) throw new Error(`${name} is no target`);
  return target;
}

/** A target that answered, with the log that names its kernel. */
function answered(name: string, kernel: string, findings: readonly Finding[] = []): MatrixRow {
  const program = { name: 'enqueue', stackBytes: null, verificationMicros: null };
  const verdict = findings.length === 0 ? 'passed' : 'failed';
  const instructions = findings.length === 0 ? 12 : null;
  const programs = [{ ...program, verdict, instructions } as const];
  const log = `log of ${kernel}`;
  const value = { findings, programs, log, resolveFile: () => null };
  return { target: targetOf(name), kernel, verdict: ok(value) };
}

const OLD = answered('lab:6.12', '6.12.99');
const NEW = answered('lab:7.3', '7.3.0', [MISSING]);
const AWAY: MatrixRow = {
  target: targetOf('root@away'),
  kernel: null,
  verdict: failed({
    kind: 'target',
    code: 'unreachable',
    message: 'Could not reach root@away: no such name',
    nextStep: 'Check the name.',
    detail: '',
  }),
};

describe('a row of the table', () => {
  it('says verdict, instructions, and the first error by its place', () => {
    expect(answeredRow(OLD)).toMatchObject({ state: 'passed', instructions: 12, finding: null });
    expect(answeredRow(NEW)).toMatchObject({
      state: 'refused',
      instructions: null,
      finding: { code: 'verifier/null-pointer', place: 'choosy.bpf.c:31' },
    });
  });

  it('says why a target gave no answer, and what to do', () => {
    expect(answeredRow(AWAY)).toMatchObject({
      state: 'unreached',
      kernel: null,
      problem: { message: 'Could not reach root@away: no such name', nextStep: 'Check the name.' },
    });
  });
});

it.each([
  [[OLD, answered('lab:6.18', '6.18.15')], 'Passes on all 2 kernels'],
  [[OLD], 'Passes on 1 of 1 kernel'],
  [[OLD, NEW], 'Passes on 1 of 2 kernels'],
  [[OLD, NEW, AWAY], 'Passes on 1 of 2 kernels; 1 target gave no answer'],
  [[AWAY, AWAY], 'No kernel has judged it: 2 targets gave no answer'],
])('sums up %#', (rows, said) => {
  expect(summaryOf(rows.map(answeredRow))).toBe(said);
});

describe('the table as Markdown', () => {
  it('has a line a target, and what kernels say is no markup in it', () => {
    const rows = [answeredRow(OLD), answeredRow(NEW), answeredRow(AWAY)];
    expect(markdownTable(rows).split('\n').slice(2)).toEqual([
      '| lab:6.12 | 6.12.99 | passed | 12 |  |',
      String.raw`| lab:7.3 | 7.3.0 | refused |  | choosy.bpf.c:31: x \| y \<b\>\*may\*\</b\> be \`NULL\` \[verifier/null-pointer\] |`,
      '| root@away |  | no answer |  | Could not reach root@away: no such name |',
      '',
    ]);
  });

  it('stays one line a target where words have several', () => {
    const rows = [unansweredRow('lab:6.9', 'one\ntwo', ''), waitingRow(targetOf('lab'), 'Booting')];
    expect(markdownTable(rows).split('\n')).toHaveLength(5);
  });
});

describe('what other views are told', () => {
  it('is one finding that names its kernels, and the log of who refuses', () => {
    const told = resultOf({ build: [], rows: [OLD, NEW, AWAY] }, OLD.target, 'text');
    expect(told.matrix?.findings.map(({ message }) => message)).toEqual([
      `${MISSING.message} (only on 7.3.0)`,
    ]);
    expect(told.matrix?.kernels).toEqual(['6.12.99', '7.3.0']);
    expect(told.verified).toMatchObject({ kernel: '7.3.0', log: 'log of 7.3.0', text: 'text' });
  });

  it('is the log of the selected target where all agree', () => {
    const rows = [answered('lab:6.18', '6.18.15'), OLD];
    expect(resultOf({ build: [], rows }, OLD.target, '').verified?.kernel).toBe('6.12.99');
  });

  it('takes back what was said before where no kernel answered', () => {
    const told = resultOf({ build: [], rows: [AWAY] }, OLD.target, 'text');
    expect(told).toMatchObject({ verified: null, matrix: null });
  });
});
