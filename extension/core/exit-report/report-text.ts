import { fenced } from '../findings/markdown';
import { reasonOf, type ExitReport } from './exit-report';
import { stalledWords } from './stalled-task';

/** A report for people, in lines; text of the kernel and of programs stands in it as it came. */
export function reportLines(report: ExitReport): string[] {
  const { exit, stalled, kernel, target } = report;
  const reason = reasonOf(report);
  const kind = [exit.kindName, exit.kind].filter((part) => part !== null).join(' = ');
  return [
    reportTitle(report),
    `  on ${target}${kernel === null ? '' : `, Linux ${kernel}`}, ${report.endedAt}`,
    ...(reason === null ? [] : ['', reason.message, ...placeLine(reason.file, reason.line)]),
    '',
    'The kernel says:',
    ...[kind, exit.reason, exit.message].filter(isThere).map((text) => `  ${text}`),
    ...(exit.code === null || exit.code === '0'
      ? []
      : [`  exit code ${[exit.code, ...exit.codeWords].join(', ')}`]),
    ...(stalled === null ? [] : ['', stalledWords(stalled)]),
    ...paragraph(reason?.explanation),
    ...paragraph(reason?.suggestion),
    ...backtraceLines(report),
    '',
    dumpLine(report),
  ];
}

function reportTitle({ ops, hasRun }: ExitReport): string {
  return `${ops ?? 'The scheduler'} ${hasRun ? 'ended' : 'did not start'}`;
}

/** What a saved report's folder has for whoever opens it first. */
export function reportReadme(report: ExitReport, files: readonly string[]): string {
  return [
    `# ${reportTitle(report)}`,
    '',
    ...fenced(reportLines(report)),
    '',
    '`scx-studio report .` prints this again; `SCX: Open Report…` in VS Code shows it with the dump as a tree.',
    '',
    ...files.map((name) => `- \`${name}\`: ${FILES[name] ?? 'what was loaded'}`),
    '',
  ].join('\n');
}

const FILES: Readonly<Record<string, string>> = {
  'report.json': 'all of it, as data',
  'kernel.log': 'the kernel log since the load began',
  'dump.txt': 'the debug dump, as the kernel wrote it',
  'output.txt': 'what bpftool, or the program that loaded it, said',
  'sources.sha256': 'which files the object was made of, as sha256sum has it',
  'versions.txt': 'kernel and programs',
};

function backtraceLines({ backtrace }: ExitReport): string[] {
  if (backtrace.length === 0) return [];
  const lines = backtrace.flatMap(({ text, file, line, code }) => [
    `  ${text}`,
    ...placeLine(file, line).map((place) => `    ${place}`),
    ...(code === null ? [] : [`          ${code}`]),
  ]);
  return ['', 'Backtrace:', ...lines];
}

function dumpLine({ dumpText, dumpSource, isDumpCut }: ExitReport): string {
  if (dumpText === null) return 'No debug dump was kept.';
  const lines = `Debug dump: ${dumpText.split('\n').length} lines, from the ${dumpSource ?? 'report'}`;
  return isDumpCut ? `${lines}; it is cut off at its end.` : `${lines}.`;
}

function placeLine(file: string | null, line: number | null): string[] {
  return file === null ? [] : [`  ${file}:${line ?? 1}`];
}

function paragraph(text: string | null | undefined): string[] {
  return text === null || text === undefined ? [] : ['', text];
}

function isThere(part: string | null): part is string {
  return part !== null && part !== '';
}
