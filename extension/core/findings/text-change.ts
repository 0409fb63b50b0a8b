/**
 * What an edit did to the lines of a text: `[start, end)` of the old text, counted from 0, became `added`
 * lines of the new one. Lines outside are as they were, further down or up.
 */
export interface LineChange {
  readonly start: number;
  readonly end: number;
  readonly added: number;
}

/** One replacement as editors report it; lines and characters from 0, in the old text. */
export interface TextReplacement {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly text: string;
}

/** The changes of one edit, in order and without overlap. */
export function lineChanges(replacements: readonly TextReplacement[]): readonly LineChange[] {
  const changes: LineChange[] = [];
  const sorted = replacements.map(lineChange).sort((a, b) => a.start - b.start || a.end - b.end);
  for (const change of sorted) {
    const previous = changes.at(-1);
    if (previous === undefined || change.start >= previous.end) changes.push(change);
    else changes[changes.length - 1] = merged(previous, change);
  }
  return changes;
}

/** Whole lines that come or go leave the line after them as it is; any other edit touches its ends. */
function lineChange({ range: { start, end }, text }: TextReplacement): LineChange {
  const breaks = text.split('\n').length - 1;
  const wholeLines =
    start.character === 0 && end.character === 0 && (text === '' || text.endsWith('\n'));
  return wholeLines
    ? { start: start.line, end: end.line, added: breaks }
    : { start: start.line, end: end.line + 1, added: breaks + 1 };
}

/** Two replacements that share lines; `b` does not begin before `a`. */
function merged(a: LineChange, b: LineChange): LineChange {
  const shared = Math.min(a.end, b.end) - b.start;
  return { start: a.start, end: Math.max(a.end, b.end), added: a.added + b.added - shared };
}

/** The one change between two texts: all lines between what they have in common at both ends. */
export function changeBetween(
  before: readonly string[],
  after: readonly string[],
): LineChange | null {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (start === before.length && start === after.length) return null;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { start, end: before.length - same, added: after.length - same - start };
}
