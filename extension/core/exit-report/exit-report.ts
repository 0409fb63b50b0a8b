/**
 * Why a scheduler stopped, and all that was found out about it. It is plain JSON: the same data stands in a
 * saved report, goes to the panel and is what the command line prints. What could not be found out is null.
 */
import type { Finding } from '../findings/finding';
import { parseDebugDump, type DebugDump } from './debug-dump';
import type { ExitInfo } from './exit-info';
import { stalledTask, type StalledTask } from './stalled-task';

/** Of the data; a reader of a higher one says that it is too old. */
export const EXIT_REPORT_VERSION = 1;

export interface ExitReport {
  readonly version: number;
  /** Name of the scheduler, as in the kernel's messages. */
  readonly ops: string | null;
  /** `lab:6.18` */
  readonly target: string;
  /** `uname -r` of the target. */
  readonly kernel: string | null;
  /** Absolute path of the source, or of the program that loaded it. */
  readonly subject: string | null;
  /** Clock of this machine, ISO 8601; null for one that never ran, or whose start nobody saw. */
  readonly startedAt: string | null;
  readonly endedAt: string;
  /** false: the kernel refused it, or its init failed. */
  readonly hasRun: boolean;
  readonly exit: ExitInfo;
  /** The first error is the reason, with its explanation and what to do. */
  readonly findings: readonly Finding[];
  readonly stalled: StalledTask | null;
  /** Of the place that ended it, innermost first. */
  readonly backtrace: readonly ReportFrame[];
  /** The debug dump as the kernel wrote it, and where it was found. */
  readonly dumpText: string | null;
  readonly dumpSource: DumpSource | null;
  /** Its end is missing: the place that it was found in was too small. */
  readonly isDumpCut: boolean;
  /** Event counters at the end, in the kernel's order (since 6.15). */
  readonly events: readonly (readonly [name: string, count: number])[];
  /** The kernel log since the load began, as dmesg prints it. */
  readonly log: readonly string[];
  /** What bpftool, or the program that loaded it, said. */
  readonly output: readonly string[];
  /** Programs and files of the load: name and version or hash. */
  readonly versions: readonly (readonly [name: string, version: string])[];
}

export type DumpSource = 'exit map' | 'tracepoint' | 'output';

export interface ReportFrame {
  /** As in the log: `bpf_prog_7f7c3f261bf3629e_t_enqueue+0x29/0x44`. */
  readonly text: string;
  /** The BPF program; null for a function of the kernel. */
  readonly program: string | null;
  /** Absolute where it could be resolved, else as the compiler was given it; by the jited line info. */
  readonly file: string | null;
  /** From 1. */
  readonly line: number | null;
  /** The line's text when it was compiled. */
  readonly code: string | null;
}

/** What was found of an end, before it is made a report. */
export type ExitParts = Omit<ExitReport, 'version' | 'stalled' | 'events'>;

export function exitReport(parts: ExitParts): ExitReport {
  const dump = parts.dumpText === null ? null : parseDebugDump(parts.dumpText);
  return {
    version: EXIT_REPORT_VERSION,
    ...parts,
    stalled: stalledTask(parts.exit.message, dump),
    events: [...(dump?.events ?? [])],
  };
}

/** The dump of a report as data; null when there is none, or it is not understood. */
export function dumpOf({ dumpText }: ExitReport): DebugDump | null {
  return dumpText === null ? null : parseDebugDump(dumpText);
}

/** The finding that says why; null when nothing is wrong, as after scx_bpf_exit() with a code of 0. */
export function reasonOf({ findings }: ExitReport): Finding | null {
  return findings.find(({ severity }) => severity === 'error') ?? findings[0] ?? null;
}
