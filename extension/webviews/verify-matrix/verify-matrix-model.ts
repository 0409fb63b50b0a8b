import type { VerifyMatrixRow, VerifyMatrixState } from '../../contracts/verify-matrix-messages';

export const COLUMNS = [
  { key: 'target', title: 'Target' },
  { key: 'kernel', title: 'Kernel' },
  { key: 'verdict', title: 'Verdict' },
  { key: 'instructions', title: 'Instructions' },
  { key: 'finding', title: 'First finding' },
] as const;
export type Column = (typeof COLUMNS)[number]['key'];

export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

export type Tone = VerifyMatrixRow['state'];

/** A row as it is drawn: all text. */
export interface ModelRow {
  readonly target: string;
  readonly kernel: string;
  readonly tone: Tone;
  readonly verdict: string;
  readonly instructions: string;
  /** What stands in the last column; `code` '' for what is no finding. */
  readonly words: string;
  readonly code: string;
  /** What a click leads to, '' where there is no place. */
  readonly place: string;
  readonly nextStep: string;
}

export interface VerifyMatrixModel {
  readonly title: string;
  readonly summary: string;
  readonly isBusy: boolean;
  readonly rows: readonly ModelRow[];
}

const VERDICTS: Readonly<Record<Tone, string>> = {
  waiting: '…',
  passed: 'passed',
  refused: 'refused',
  unreached: 'no answer',
};
/** What asks for something comes first. */
const ORDER: readonly Tone[] = ['refused', 'unreached', 'waiting', 'passed'];

/** `sorting` null: in the order in which the targets were asked for. */
export function verifyMatrixModel(
  { scheduler, summary, isBusy, rows }: VerifyMatrixState,
  sorting: Sorting | null,
): VerifyMatrixModel {
  const sorted = sorting === null ? rows : sortedRows(rows, sorting);
  const title = scheduler === null ? 'Nothing verified yet' : `${scheduler} on many kernels`;
  return { title, summary, isBusy, rows: sorted.map(modelRow) };
}

/** Another column begins ascending; the same one turns round, then goes back to the first order. */
export function nextSorting(before: Sorting | null, column: Column): Sorting | null {
  if (before?.column !== column) return { column, descending: false };
  return before.descending ? null : { column, descending: true };
}

function sortedRows(rows: readonly VerifyMatrixRow[], { column, descending }: Sorting) {
  const compare = COMPARE[column];
  return [...rows].sort((one, other) => (descending ? compare(other, one) : compare(one, other)));
}

type Compare = (one: VerifyMatrixRow, other: VerifyMatrixRow) => number;

/** 6.9 before 6.12. */
const words = (one: string, other: string) =>
  one.localeCompare(other, 'en', { numeric: true, sensitivity: 'base' });

const COMPARE: Readonly<Record<Column, Compare>> = {
  target: (one, other) => words(one.target, other.target),
  kernel: (one, other) => words(one.kernel ?? '', other.kernel ?? ''),
  verdict: (one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state),
  instructions: (one, other) => (one.instructions ?? -1) - (other.instructions ?? -1),
  finding: (one, other) => words(modelRow(one).words, modelRow(other).words),
};

function modelRow(row: VerifyMatrixRow): ModelRow {
  const { target, kernel, state, step, instructions, finding, problem } = row;
  return {
    target,
    kernel: kernel ?? '',
    tone: state,
    verdict: VERDICTS[state],
    instructions: instructions?.toLocaleString('en') ?? '',
    words: finding?.message ?? problem?.message ?? step,
    code: finding?.code ?? '',
    place: finding?.place ?? '',
    nextStep: problem?.nextStep ?? '',
  };
}
