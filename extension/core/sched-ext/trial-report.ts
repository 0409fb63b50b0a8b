import type { Finding } from '../findings/finding';
import { code, fenced } from '../findings/markdown';
import type { Problem } from '../findings/problem';
import { endedText } from './ended-text';
import type { Sample } from './target';

/** How a trial ended, as far as a report needs it. */
export type TrialEnd =
  | { readonly kind: 'unloaded' | 'kept' }
  | {
      readonly kind: 'trial' | 'ended';
      readonly findings: readonly Finding[];
      readonly log: string;
    }
  | { readonly kind: 'lost'; readonly problem: Problem };

export interface TrialReport {
  readonly ops: string;
  readonly source: string;
  /** As people write it: `lab:6.18`. */
  readonly target: string;
  readonly kernel: string;
  readonly wantedSeconds: number;
  readonly seconds: number;
  readonly end: TrialEnd;
  /** The last reading while it ran, null when it was out before the first. */
  readonly last: Sample | null;
  /** The most tasks that were seen in the ext class. */
  readonly mostTasks: number | null;
}

/** The report as Markdown; text from the target stands in code blocks, where nothing of it is a link. */
export function trialReport(report: TrialReport): string {
  const { ops, source, target, kernel, seconds } = report;
  return [
    `# Trial of ${code(ops)}`,
    '',
    verdict(report),
    '',
    '| | |',
    '| --- | --- |',
    `| source | ${code(source)} |`,
    `| target | ${code(target)}, Linux ${code(kernel)} |`,
    `| ran | ${seconds.toFixed(1)} s of ${report.wantedSeconds} s |`,
    ...counterRows(report),
    '',
    ...findingLines(report.end),
    ...logLines(report.end),
  ].join('\n');
}

function verdict({ end, ops, target }: TrialReport): string {
  switch (end.kind) {
    case 'trial':
      return end.findings.length === 0
        ? `**It ran its time**, the kernel had nothing to say against it, and it is out again.`
        : '**It ran its time** and is out again; the kernel log speaks of it, see below.';
    case 'ended':
      return `**${endedText(code(ops), code(target), end.findings)}** before its time was over.`;
    case 'unloaded':
      return 'It was taken out before its time was over.';
    case 'kept':
      return 'It was kept: it is still loaded.';
    case 'lost':
      return `**The connection was lost**: ${end.problem.message}. ${end.problem.nextStep}`;
  }
}

function counterRows({ last, mostTasks }: TrialReport): string[] {
  if (last === null) return ['| counters | none were read: it was out too soon |'];
  const events = [...last.events].filter(([, count]) => count > 0);
  return [
    ...(mostTasks === null ? [] : [`| tasks in the ext class, at most | ${mostTasks} |`]),
    ...(last.nrRejected === null ? [] : [`| tasks rejected | ${last.nrRejected} |`]),
    ...events.map(([name, count]) => `| ${code(name)} | ${count.toLocaleString('en')} |`),
  ];
}

function findingLines(end: TrialEnd): string[] {
  if (!('findings' in end) || end.findings.length === 0) return [];
  const lines = end.findings.map(({ severity, message, code: name }) =>
    [severity, ': ', message, ' [', name, ']'].join(''),
  );
  return ['## Findings', '', ...fenced(lines), ''];
}

function logLines(end: TrialEnd): string[] {
  if (!('log' in end) || end.log === '') return [];
  return ['## Kernel log', '', ...fenced(end.log.trimEnd().split('\n')), ''];
}
