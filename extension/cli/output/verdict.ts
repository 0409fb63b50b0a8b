import { readFileSync } from 'node:fs';
import { characterColumns } from '../../core/findings/character-columns';
import type { Finding } from '../../core/findings/finding';
import { pathBelow } from '../../core/findings/file-path';
import { formatFinding } from '../../core/findings/format';
import { githubAnnotation } from '../../core/findings/github-annotations';
import { sarifLog } from '../../core/findings/sarif/sarif-log';
import type { Verdict } from '../../core/verifier/verdict';
import type { Invocation } from '../command';
import { createFindingPages } from '../finding-pages';
import { printable } from '../terminal/terminal';
import { shortPath, showFindings } from './findings';
import type { Format } from './format';
import { showFurtherReading } from './page';
import { showPrograms } from './programs';
import { verdictJson } from './verdict-json';

/**
 * A verdict in the format that was asked for. In those that programs read, standard output holds
 * nothing else; the summary goes to standard error then.
 */
export function showVerdict(
  invocation: Invocation,
  format: Format,
  verdict: Verdict,
  summary: string,
): void {
  const { terminal, cwd, installation } = invocation;
  const { findings } = verdict;
  if (format === 'text') {
    showFindings(terminal, findings, cwd);
    showPrograms(terminal, verdict.programs);
    terminal.print([summary]);
    showFurtherReading(terminal, findings, createFindingPages(installation.folder));
    return;
  }
  if (format === 'json') {
    terminal.printJson(verdictJson(verdict));
    return;
  }
  if (format === 'sarif') terminal.printJson(sarifOf(invocation, findings));
  else terminal.print(linesOf(invocation, format, findings));
  terminal.say([summary]);
}

/** Findings beside other output: for people, or as annotations under `--format github`. */
export function showFound(invocation: Invocation, findings: readonly Finding[]): void {
  const { terminal, cwd, arguments: given } = invocation;
  if (given.text('format') === 'github') terminal.print(linesOf(invocation, 'github', findings));
  else showFindings(terminal, findings, cwd);
}

function linesOf(
  invocation: Invocation,
  format: 'gcc' | 'github',
  findings: readonly Finding[],
): string[] {
  if (format === 'gcc') {
    const short = (path: string) => shortPath(path, invocation.cwd);
    return findings.flatMap((one) => formatFinding(one, short)).map(printable);
  }
  const root = repositoryRoot(invocation);
  return withCharacterColumns(findings)
    .map((one) => githubAnnotation(one, (path) => pathBelow(root, path) ?? path))
    .map(printable);
}

/** Findings as SARIF, with paths from the root of the repository. */
export function sarifOf(invocation: Invocation, findings: readonly Finding[]) {
  const pages = createFindingPages(invocation.installation.folder);
  return sarifLog(withCharacterColumns(findings), {
    version: invocation.installation.version,
    root: repositoryRoot(invocation),
    pageOf: (code) => pages.of(code),
  });
}

/** GitHub's runner names the checkout; elsewhere such formats are asked for at the top of one. */
function repositoryRoot({ env, cwd }: Invocation): string {
  const workspace = env['GITHUB_WORKSPACE'] ?? '';
  return workspace === '' ? cwd : workspace;
}

/** Columns as editors count them; a file that can't be read any more keeps the compiler's. */
function withCharacterColumns(findings: readonly Finding[]): Finding[] {
  const files = new Map<string, readonly string[]>();
  const linesIn = (file: string) => {
    const lines = files.get(file) ?? readLines(file);
    files.set(file, lines);
    return lines;
  };
  return findings.map((one) =>
    characterColumns(one, (file, line) => linesIn(file)[line - 1] ?? null),
  );
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
