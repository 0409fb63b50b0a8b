import type { KernelLogModel } from './kernel-log-model';

/** How many rows are looked at between two looks at the clock. */
const STEP_ROWS = 512;

export interface FindState {
  readonly text: string;
  readonly step: 1 | -1;
  /** The row that is looked at next; the search goes once round. */
  index: number;
  left: number;
}

/** `from` is not looked at first: the row behind it, or before it. */
export function startFind(
  text: string,
  step: 1 | -1,
  from: number,
  model: KernelLogModel,
): FindState {
  return { text: text.toLowerCase(), step, index: around(from + step, model), left: model.count };
}

/** The index of the row found, `nowhere`, or null when `isOver` said to go on later. */
export function continueFind(
  state: FindState,
  model: KernelLogModel,
  isOver: () => boolean,
): number | 'nowhere' | null {
  while (state.left > 0) {
    for (let seen = 0; seen < STEP_ROWS && state.left > 0; seen += 1) {
      const { index } = state;
      if (model.row(index)?.text.toLowerCase().includes(state.text) === true) return index;
      state.index = around(index + state.step, model);
      state.left -= 1;
    }
    if (isOver()) return null;
  }
  return 'nowhere';
}

function around(index: number, { count }: KernelLogModel): number {
  if (index < 0) return count - 1;
  return index >= count ? 0 : index;
}
