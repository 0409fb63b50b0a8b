import type { Finding } from '../../core/findings/finding';
import type { FindingPage } from '../../core/findings/finding-page';
import type { FindingPages } from '../finding-pages';
import { printable, type Terminal } from '../terminal/terminal';
import { wrapped } from '../terminal/wrapped';

/** Where the causes of what was found are described, with examples: the last line of a text output. */
export function showFurtherReading(
  terminal: Terminal,
  findings: readonly Finding[],
  pages: FindingPages,
): void {
  const codes = new Set(findings.map(({ code }) => code).filter((code) => pages.of(code) !== null));
  const [only] = codes;
  if (only === undefined) return;
  const code = codes.size === 1 ? only : 'CODE';
  terminal.print([terminal.style.dim(`More about it: scx-studio explain --code ${code}`)]);
}

/** A page as it is written; on a terminal its headings are marked and its prose fits. */
export function showPage(terminal: Terminal, code: string, page: FindingPage): void {
  if (terminal.json) {
    terminal.printJson({ code, ...page });
    return;
  }
  let inCode = false;
  const lines = page.text.trimEnd().split('\n').map(printable);
  terminal.print(
    lines.flatMap((line) => {
      if (line.startsWith('```')) inCode = !inCode;
      return inCode ? [line] : markdownLine(line, terminal);
    }),
  );
}

function markdownLine(line: string, { style, columns }: Terminal): string[] {
  if (/^#+ /.test(line)) return [style.bold(line)];
  if (line.startsWith('|')) return [line];
  // What a list item goes on with stands below its text.
  const marker = /^\s*(?:(?:[-*]|\d+\.) +)?/.exec(line)?.[0] ?? '';
  const [first = '', ...rest] = wrapped(line.slice(marker.length), columns, marker.length);
  return [marker + first, ...rest.map((more) => ' '.repeat(marker.length) + more)];
}
