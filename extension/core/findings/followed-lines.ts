import type { LineChange } from './text-change';

/** Where a line went. Both count from 0. */
export interface FollowedLine {
  readonly line: number;
  /** Only blanks in it changed: columns in it say nothing any more. */
  readonly respaced: boolean;
}

/**
 * Follows lines through an edit. `watched` has the old text of each line of interest, by its number;
 * `lineAt` reads the new text. A line that was edited, beyond its blanks, is gone: null. Lines that
 * stayed where and as they were are not in the answer.
 */
export function followLines(
  watched: ReadonlyMap<number, string>,
  changes: readonly LineChange[],
  lineAt: (line: number) => string | undefined,
): ReadonlyMap<number, FollowedLine | null> {
  const followed = new Map<number, FollowedLine | null>();
  const regions = changes.map((change) => new Region(change, lineAt));
  let index = 0;
  let shift = 0;
  for (const [line, text] of [...watched].sort(([a], [b]) => a - b)) {
    for (; (changes[index]?.end ?? Infinity) <= line; index++) shift += growth(changes[index]);
    const region = line >= (changes[index]?.start ?? Infinity) ? regions[index] : undefined;
    const to = region ? region.find(line, text, shift) : { line: line + shift, respaced: false };
    if (to?.line !== line || to.respaced) followed.set(line, to);
  }
  return followed;
}

function growth(change: LineChange | undefined): number {
  return change === undefined ? 0 : change.added - (change.end - change.start);
}

/** The new lines of one change. */
class Region {
  #byText: Map<string, number[]> | null = null;

  constructor(
    private readonly change: LineChange,
    private readonly lineAt: (line: number) => string | undefined,
  ) {}

  /** The line of the same text that lies nearest to where the old one was. */
  find(line: number, text: string, shift: number): FollowedLine | null {
    const { start, end, added } = this.change;
    const wasInside = line !== start && line !== end - 1;
    // What joins two lines took out all between them, even if one of those looked the same.
    if (added === 0 || (added === 1 && wasInside)) return null;
    const candidates = this.#linesByText(shift).get(withoutBlanks(text)) ?? [];
    const nearest = nearestOf(candidates, line + shift);
    if (nearest === null) return null;
    return { line: nearest, respaced: this.lineAt(nearest) !== text };
  }

  #linesByText(shift: number): ReadonlyMap<string, readonly number[]> {
    if (this.#byText !== null) return this.#byText;
    const byText = new Map<string, number[]>();
    const first = this.change.start + shift;
    for (let line = first; line < first + this.change.added; line++) {
      const text = withoutBlanks(this.lineAt(line) ?? '');
      const lines = byText.get(text);
      if (lines === undefined) byText.set(text, [line]);
      else lines.push(line);
    }
    return (this.#byText = byText);
  }
}

/** Of numbers in ascending order. */
function nearestOf(numbers: readonly number[], wanted: number): number | null {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? Infinity) < wanted) low = middle + 1;
    else high = middle;
  }
  const below = numbers[low - 1];
  const above = numbers[low];
  if (below === undefined) return above ?? null;
  return above === undefined || wanted - below < above - wanted ? below : above;
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
