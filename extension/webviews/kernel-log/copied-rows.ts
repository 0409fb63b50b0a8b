import type { KernelLogModel } from './kernel-log-model';
import type { RowLook } from './log-row';
import { copyText } from './row-text';

/** What a clipboard takes without a pause that is felt. */
const MAX_COPIED_ROWS = 100_000;

/** The rows of a range, by first and last index, as text; all that are shown for null; the last ones of too many. */
export function copiedRows(
  model: KernelLogModel,
  range: readonly [number, number] | null,
  { subject, labels }: RowLook,
): string {
  const [from, to] = range ?? [0, model.count - 1];
  const lines: string[] = [];
  for (let index = Math.max(from, to - MAX_COPIED_ROWS + 1); index <= to; index += 1) {
    const row = model.row(index);
    if (row) lines.push(copyText(row, subject, labels));
  }
  return lines.join('\n');
}
