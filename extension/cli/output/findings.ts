import type { Finding, Severity } from '../../core/findings/finding';
import { pathBelow } from '../../core/findings/file-path';
import { formatFinding } from '../../core/findings/format';
import { printable, type Terminal } from '../terminal/terminal';
import type { Style } from '../terminal/style';
import { wrapped } from '../terminal/wrapped';

/** More raw lines than this hide the finding they belong to; `--verbose` and `--json` show all. */
const RAW_LINES_SHOWN = 12;

const INDENT = '    ';

/** Findings in the compilers' format; what is known beyond that follows each one, indented. */
export function showFindings(terminal: Terminal, findings: readonly Finding[], cwd: string): void {
  for (const finding of findings) terminal.print(findingLines(terminal, finding, cwd));
}

function findingLines(terminal: Terminal, finding: Finding, cwd: string): string[] {
  const { style, verbose } = terminal;
  const [head = '', ...notes] = formatFinding(finding, (path) => shortPath(path, cwd)).map(
    printable,
  );
  const shown = verbose ? finding.raw : finding.raw.slice(0, RAW_LINES_SHOWN);
  const hidden = finding.raw.length - shown.length;
  return [
    paintHead(style, head, finding.severity),
    ...notes.map((line) => paintHead(style, line, 'note')),
    ...indented(finding.explanation, terminal.columns),
    ...indented(finding.suggestion, terminal.columns).map(style.bold),
    ...shown.map((line) => style.dim(cut(`    | ${printable(line)}`, terminal))),
    ...(hidden > 0 ? [style.dim(`    | … ${hidden} more lines (--verbose shows them)`)] : []),
  ];
}

/** Register states are long: on a terminal a line shows what fits, unless all was asked for. */
function cut(line: string, { columns, verbose }: Terminal): string {
  if (verbose || columns === null || line.length <= columns) return line;
  return `${line.slice(0, columns - 1)}…`;
}

function indented(text: string | null, columns: number | null): string[] {
  if (text === null) return [];
  return text
    .split('\n')
    .flatMap((line) => wrapped(printable(line), columns, INDENT.length))
    .map((line) => INDENT + line);
}

function paintHead(style: Style, line: string, severity: Severity): string {
  const paint = { error: style.red, warning: style.yellow, note: style.cyan }[severity];
  return line.replace(`${severity}:`, paint(`${severity}:`));
}

/** Relative to the current folder when it lies in there, as compilers are usually called. */
export function shortPath(path: string, cwd: string): string {
  return pathBelow(cwd, path) ?? path;
}

/** `2 errors, 1 warning`; `no errors` when there is nothing to say. */
export function countFindings(findings: readonly Finding[]): string {
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  const parts = (['error', 'warning'] as const)
    .map((severity) => ({ severity, number: count(severity) }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => `${number} ${severity}${number === 1 ? '' : 's'}`);
  return parts.length === 0 ? 'no errors' : parts.join(', ');
}
