import type { TextReplacement } from '../../../../extension/core/findings/text-change';

export type Edit = TextReplacement;

/** Lines after edits whose ranges all count in the lines before, as VS Code reports them. */
export function edited(lines: readonly string[], edits: readonly Edit[]): string[] {
  const text = lines.join('\n');
  const offset = ({ line, character }: Edit['range']['start']) =>
    lines.slice(0, line).reduce((sum, before) => sum + before.length + 1, 0) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (before, { range, text: inserted }) =>
        before.slice(0, offset(range.start)) + inserted + before.slice(offset(range.end)),
      text,
    )
    .split('\n');
}
