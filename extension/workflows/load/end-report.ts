import { exitReport, type ExitReport, type ReportFrame } from '../../core/exit-report/exit-report';
import { foundExit, type ExitEvidence } from '../../core/exit-report/found-exit';
import type { Finding } from '../../core/findings/finding';
import { recognise } from '../../core/kernel-log/sched-ext-event';
import type { KernelRecord, TargetFacts } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';

/** What was loaded, where, by whom it is known. */
export interface EndedRun {
  readonly host: Host;
  readonly facts: TargetFacts;
  /** The source, or the program that loaded it. */
  readonly subject: string;
  /** null when the kernel never ran it. */
  readonly ops: string | null;
  readonly startedAt: Date | null;
  /** Version of SCX Studio. */
  readonly studio: string;
  /** What compiled it; null where that is not known. */
  readonly clang: string | null;
}

/** What is known of an end, before its findings are made. */
export type Evidence = ExitEvidence & {
  /** The kernel log as dmesg prints it. */
  readonly log: readonly string[];
};

/** A report of an end; `place` leads its findings to the source. */
export function reportEnd(
  run: EndedRun,
  evidence: Evidence,
  findings: readonly Finding[],
  place: (findings: readonly Finding[]) => readonly Finding[],
): ExitReport {
  const { host, facts, subject, ops, startedAt } = run;
  const found = foundExit(evidence);
  return exitReport({
    ops: ops ?? opsOf(evidence),
    target: host.target.id,
    kernel: facts.kernelRelease,
    subject,
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: new Date().toISOString(),
    hasRun: ops !== null || evidence.records.some(isEnabled),
    ...found,
    findings: place(findings.map((one) => atFrame(one, found.backtrace))),
    log: evidence.log,
    output: evidence.output,
    versions: versionsOf(run),
  });
}

function versionsOf({ facts, studio, clang }: EndedRun): ExitReport['versions'] {
  const rows: readonly (readonly [name: string, version: string | null])[] = [
    ['SCX Studio', studio],
    ['Linux', `${facts.kernelRelease} ${facts.machine}`],
    ['bpftool', facts.bpftool],
    ['Compiled by', clang],
  ];
  return rows.flatMap(([name, version]) => (version === null ? [] : [[name, version] as const]));
}

const isEnabled = (record: KernelRecord) => recognise(record)?.kind === 'enabled';

/** The scheduler that the last ending in the log names. */
function opsOf({ records }: Evidence): string | null {
  const named = /^sched_ext: BPF (?:sub-)?scheduler "([^"]*)" disabled/;
  return records.map(({ text }) => named.exec(text)?.[1]).findLast((name) => name) ?? null;
}

/** The kernel's own line table says where in the program the call was. */
function atFrame(one: Finding, backtrace: readonly ReportFrame[]): Finding {
  if (one.file !== null || one.program === null) return one;
  const frame = backtrace.find(({ program, file }) => program === one.program && file !== null);
  return frame === undefined ? one : { ...one, file: frame.file, line: frame.line };
}
