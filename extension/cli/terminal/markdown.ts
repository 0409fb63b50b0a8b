import type { Style } from './style';
import { wrapped } from './wrapped';

/** Lines that belong together: a paragraph, an item of a list, or one line that stays as it is. */
interface Block {
  readonly kind: 'prose' | 'heading' | 'verbatim';
  /** What stands before the text: blanks, and the sign of a list. */
  readonly marker: string;
  readonly text: string;
}

const MARKER = /^\s*(?:(?:[-*]|\d+\.) +)?/;

/**
 * Markdown for a terminal of this width: headings marked, paragraphs and lists filled anew, code and
 * tables as they are. All stays as it is written where there is no terminal (`columns` is null).
 */
export function markdownLines(
  lines: readonly string[],
  columns: number | null,
  style: Style,
): readonly string[] {
  if (columns === null) return lines;
  return blocksOf(lines).flatMap(({ kind, marker, text }) => {
    if (kind === 'verbatim') return [text];
    if (kind === 'heading') return [style.bold(text)];
    const [first = '', ...rest] = wrapped(text, columns, marker.length);
    // What an item goes on with stands below its text.
    return [marker + first, ...rest.map((more) => ' '.repeat(marker.length) + more)];
  });
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let inCode = false;
  for (const line of lines) {
    const isFence = line.trimStart().startsWith('```');
    if (isFence) inCode = !inCode;
    const marker = MARKER.exec(line)?.[0] ?? '';
    const text = line.slice(marker.length);
    const previous = blocks.at(-1);
    if (inCode || isFence || text === '' || line.startsWith('|')) {
      blocks.push({ kind: 'verbatim', marker: '', text: line });
    } else if (/^#+ /.test(line)) {
      blocks.push({ kind: 'heading', marker: '', text: line });
    } else if (previous?.kind === 'prose' && marker.trim() === '') {
      blocks[blocks.length - 1] = { ...previous, text: `${previous.text} ${text}` };
    } else {
      blocks.push({ kind: 'prose', marker, text });
    }
  }
  return blocks;
}
