import type { Finding } from '../../core/findings/finding';
import type { FindingPage } from '../../core/findings/finding-page';
import type { FindingPages } from '../finding-pages';
import { markdownLines } from '../terminal/markdown';
import { printable, type Terminal } from '../terminal/terminal';

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
  const lines = page.text.trimEnd().split('\n').map(printable);
  terminal.print(markdownLines(lines, terminal.columns, terminal.style));
}
