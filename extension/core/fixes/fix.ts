/** A change of a source file; offsets are those of the text it was made for, in UTF-16 units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** A change that takes a finding away. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** It is nearly always what is wanted. */
  readonly isPreferred: boolean;
}

/** The text after edits that do not overlap, of which one at most begins at a place. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (done, { start, end, newText }) => done.slice(0, start) + newText + done.slice(end),
      text,
    );
}
