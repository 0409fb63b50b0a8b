import type { VerifyMatrixRow } from '../../contracts/verify-matrix-messages';
import type { Finding } from '../../core/findings/finding';
import type { Target } from '../../core/sched-ext/target';
import { firstError, rowInstructions, rowVerdict } from '../../workflows/verify/matrix-summary';
import type { MatrixRow } from '../../workflows/verify/verify-matrix';

const UNKNOWN = { kernel: null, step: '', instructions: null, finding: null, problem: null };

/** A target that has not answered yet. */
export function waitingRow({ id }: Target, step: string): VerifyMatrixRow {
  return { ...UNKNOWN, target: id, state: 'waiting', step };
}

/** A target that gave no answer before the whole ended. */
export function unansweredRow(target: string, message: string, nextStep: string): VerifyMatrixRow {
  return { ...UNKNOWN, target, state: 'unreached', problem: { message, nextStep } };
}

export function answeredRow(row: MatrixRow): VerifyMatrixRow {
  const { target, kernel, verdict } = row;
  if (verdict.kind === 'problem') {
    const { message, nextStep } = verdict.problem;
    return { ...unansweredRow(target.id, message, nextStep), kernel };
  }
  const error = firstError(row);
  return {
    ...UNKNOWN,
    target: target.id,
    kernel,
    state: rowVerdict(row) ?? 'unreached',
    instructions: rowInstructions(row),
    finding: error && { message: error.message, code: error.code, place: placeOf(error) },
  };
}

function placeOf({ file, line }: Finding): string | null {
  if (file === null) return null;
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return line === null ? name : `${name}:${line}`;
}

/** "Passes on 2 of 4 kernels; 1 target gave no answer". */
export function summaryOf(rows: readonly VerifyMatrixRow[]): string {
  const count = (state: VerifyMatrixRow['state']) =>
    rows.filter((row) => row.state === state).length;
  const [passed, refused, unreached] = [count('passed'), count('refused'), count('unreached')];
  const answered = passed + refused;
  const silent = `${unreached} ${unreached === 1 ? 'target' : 'targets'} gave no answer`;
  if (answered === 0) return `No kernel has judged it: ${silent}`;
  const words = passed === answered && passed > 1 ? `all ${passed}` : `${passed} of ${answered}`;
  const said = `Passes on ${words} ${answered === 1 ? 'kernel' : 'kernels'}`;
  return unreached === 0 ? said : `${said}; ${silent}`;
}

const STATES: Readonly<Record<VerifyMatrixRow['state'], string>> = {
  waiting: '',
  passed: 'passed',
  refused: 'refused',
  unreached: 'no answer',
};

/** The table for a bug report or a commit message. */
export function markdownTable(rows: readonly VerifyMatrixRow[]): string {
  const lines = rows.map((row) =>
    tableLine([
      row.target,
      row.kernel ?? '',
      STATES[row.state],
      row.instructions?.toString() ?? '',
      wordsOf(row),
    ]),
  );
  const head = tableLine(['target', 'kernel', 'verdict', 'instructions', 'first finding']);
  return [head, '| --- | --- | --- | ---: | --- |', ...lines, ''].join('\n');
}

function wordsOf({ finding, problem }: VerifyMatrixRow): string {
  if (finding === null) return problem?.message ?? '';
  const { message, code, place } = finding;
  return `${place === null ? '' : `${place}: `}${message} [${code}]`;
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll(/[|\\`*_<>[\]]/g, '\\$&').replaceAll(/\s+/g, ' ')).join(' | ')} |`;
}
