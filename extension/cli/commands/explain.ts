import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ok, type Outcome } from '../../core/findings/problem';
import { explainLog } from '../../core/verifier/explain-log';
import type { Command, Invocation } from '../command';
import { EXIT, statusOfFindings, type ExitStatus } from '../exit-status';
import { createFindingPages } from '../finding-pages';
import { nearestName } from '../nearest-name';
import { countFindings } from '../output/findings';
import { chosenFormat, FORMAT_OPTION } from '../output/format';
import { showPage } from '../output/page';
import { showVerdict } from '../output/verdict';
import { usageProblem } from '../usage';

export const explain: Command = {
  name: 'explain',
  summary: 'Turn a saved verifier log into findings; needs no target',
  description: [
    '',
    'FILE is what bpftool, libbpf, veristat or a loader printed; "-" reads standard input.',
    'Logs name source files by their last part only; they are looked for in the current folder.',
    'With --code no log is read: the page of that code is printed, with its causes and examples.',
  ],
  operands: ['[FILE]'],
  options: {
    source: { value: 'PATH', help: 'the scheduler the log is about, or the folder it lies in' },
    code: { value: 'CODE', help: 'describe a code such as verifier/null-pointer instead' },
    ...FORMAT_OPTION,
  },
  run: runExplain,
};

async function runExplain(invocation: Invocation) {
  const format = chosenFormat(invocation);
  if (format.kind !== 'ok') return format;
  const code = invocation.arguments.text('code');
  if (code !== null) return explainCode(invocation, code);
  const text = await readLog(invocation);
  if (text.kind !== 'ok') return text;
  const source = resolve(invocation.cwd, invocation.arguments.text('source') ?? '.');
  const folder = await stat(source).then(
    (found) => (found.isDirectory() ? source : dirname(source)),
    () => null,
  );
  if (folder === null) {
    return usageProblem(
      `Could not read ${source}: there is no such file or folder`,
      'Correct --source, or leave it out.',
    );
  }
  const verdict = explainLog(text.value, {
    resolveFile: (baseName) => sourceNamed(baseName, source, folder),
  });
  const known = verdict.findings.length + verdict.programs.length;
  showVerdict(invocation, format.value, verdict, summary(known, verdict.findings));
  return ok(statusOfFindings(verdict.findings));
}

/** `null-pointer` is enough where `verifier/null-pointer` is meant. */
function explainCode({ terminal, installation }: Invocation, named: string): Outcome<ExitStatus> {
  const pages = createFindingPages(installation.folder);
  const code = named.includes('/') ? named : `verifier/${named}`;
  const page = pages.of(code);
  if (page === null) {
    const nearest = nearestName(code, pages.codes());
    return usageProblem(
      `There is no page about "${named}"`,
      nearest === null
        ? `There is one about each of: ${pages.codes().join(', ')}`
        : `Did you mean --code ${nearest}?`,
    );
  }
  showPage(terminal, code, page);
  return ok(EXIT.fine);
}

function summary(known: number, findings: Parameters<typeof countFindings>[0]): string {
  return known === 0
    ? 'Nothing in this text is a verifier log that is known here'
    : `In this log: ${countFindings(findings)}`;
}

function sourceNamed(baseName: string, source: string, folder: string): string | null {
  if (basename(source) === baseName) return source;
  const beside = join(folder, baseName);
  return existsSync(beside) ? beside : null;
}

async function readLog(invocation: Invocation): Promise<Outcome<string>> {
  const [named] = invocation.arguments.operands;
  if (named === undefined) {
    return usageProblem(
      '"explain" needs FILE, or --code CODE',
      'Name a file with a saved log, or "-" for standard input.',
    );
  }
  if (named === '-') return ok(await invocation.readStdin());
  try {
    return ok(await readFile(resolve(invocation.cwd, named), 'utf8'));
  } catch (error) {
    return usageProblem(
      `Could not read ${named}: ${causeOf(error)}`,
      'Name a file with a saved log, or "-" for standard input.',
    );
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return CAUSES[code] ?? error.message;
}
