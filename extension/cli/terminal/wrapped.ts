/** Prose in wider lines than this is hard to read. */
const WIDEST = 100;
/** A terminal that is narrower than this wraps by itself. */
const NARROWEST = 20;

/**
 * A line of prose in lines that fit a terminal beside an indentation of `indent` blanks; whole when there
 * is no terminal (`columns` is null). A word that is longer than a line keeps a line for itself.
 */
export function wrapped(text: string, columns: number | null, indent: number): string[] {
  const width = Math.min(columns ?? 0, WIDEST) - indent;
  if (width < NARROWEST || text.length <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
