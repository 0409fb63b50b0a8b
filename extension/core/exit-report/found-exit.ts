import { isStackLine, recognise } from '../kernel-log/sched-ext-event';
import type { KernelRecord } from '../sched-ext/target';
import { endDumpIn, parseDebugDump, type DebugDump } from './debug-dump';
import { exitInfo, type ExitInfo, type KnownOfExit } from './exit-info';
import { readExitMaps } from './exit-maps';
import type { DumpSource, ExitReport, ReportFrame } from './exit-report';
import type { FrameLine, PostMortem } from './post-mortem';

/** All that tells of one end. */
export interface ExitEvidence {
  readonly postMortem: PostMortem;
  /** The kernel log since the load began. */
  readonly records: readonly KernelRecord[];
  /** What the program that loaded it has said, both streams. */
  readonly output: readonly string[];
  /** Absolute path of a file that a compiler was given. */
  readonly pathOf: (recorded: string) => string;
}

export type FoundExit = Pick<
  ExitReport,
  'exit' | 'backtrace' | 'dumpText' | 'dumpSource' | 'isDumpCut'
>;

/** Puts together what was found in the kernel log, in the scheduler's maps, by the tracepoint and in output. */
export function foundExit(evidence: ExitEvidence): FoundExit {
  const { postMortem, records, output } = evidence;
  const maps = readExitMaps(postMortem.exitMaps);
  const said = saidOfExit(output);
  const logged = loggedExit(records);
  const found = [
    foundDump('tracepoint', endDump(postMortem.dumped)),
    foundDump('exit map', maps.dump?.text ?? null, maps.dump?.isCut),
    foundDump('output', endDump(output)),
  ];
  const dump = bestDump(found, maps.exit?.kind ?? exitInfo(logged).kind);
  const stack = logged.stack.length > 0 ? logged.stack : (dump?.parsed.backtrace ?? []);
  return {
    exit: exitOf([maps.exit, { kind: dump?.kind ?? null }, logged, said]),
    backtrace: stack.map((text) => frameOf(text, postMortem.frames, evidence.pathOf)),
    dumpText: dump?.text ?? null,
    dumpSource: dump?.source ?? null,
    isDumpCut: dump?.isCut ?? false,
  };
}

/** Of each part the first that is known. */
function exitOf(sources: readonly (KnownOfExit | null)[]): ExitInfo {
  const first = <Key extends keyof KnownOfExit>(key: Key) =>
    sources.map((source) => source?.[key] ?? null).find((value) => value !== null) ?? null;
  return exitInfo({
    kind: first('kind'),
    code: first('code'),
    reason: first('reason'),
    message: first('message'),
  });
}

/** `sched_ext: BPF scheduler "x" disabled (REASON)`, `sched_ext: x: MESSAGE`, and the stack after them. */
function loggedExit(records: readonly KernelRecord[]): KnownOfExit & { stack: readonly string[] } {
  const events = records.map(recognise);
  const end = events.findLastIndex((event) => event?.kind === 'disabled');
  const isError = (kind: string | undefined) =>
    kind === 'error' || kind === 'stall' || kind === 'lockup';
  const ended = end < 0 ? null : (events[end] ?? null);
  const detail = events.slice(Math.max(end, 0)).find((event) => isError(event?.kind)) ?? null;
  const stack = records
    .slice(Math.max(end, 0))
    .map(({ text }) => text)
    .filter(isStackLine);
  return {
    reason: ended?.reason ?? null,
    message: detail?.reason ?? null,
    stack: stack.map((line) => line.trim()),
  };
}

/** `EXIT: REASON (MESSAGE)`: what a loader of the scx project prints (UEI_REPORT). */
function saidOfExit(output: readonly string[]): KnownOfExit | null {
  const line = output.findLast((text) => text.startsWith('EXIT: '));
  const [, reason, message] = /^EXIT: (.+?)(?: \((.*)\))?$/.exec(line ?? '') ?? [];
  return reason === undefined ? null : { reason, message: message ?? null };
}

interface FoundDump {
  readonly source: DumpSource;
  readonly text: string;
  readonly parsed: DebugDump;
  /** Of the end that made it. */
  readonly kind: number | null;
  readonly isCut: boolean;
}

function foundDump(source: DumpSource, text: string | null, isCut = false): FoundDump | null {
  const parsed = text === null ? null : parseDebugDump(text);
  if (text === null || parsed === null) return null;
  const kind = /triggered exit kind (\d+)/.exec(parsed.trigger ?? '')?.[1];
  return {
    ...{ source, text, parsed, kind: kind === undefined ? null : Number(kind) },
    isCut: isCut || parsed.isTruncated,
  };
}

/** Of this end, whole where there is such a one: a program may have loaded another scheduler before. */
function bestDump(found: readonly (FoundDump | null)[], endKind: number | null): FoundDump | null {
  const own = found
    .filter((one) => one !== null)
    .filter(({ kind }) => kind === null || endKind === null || kind === endKind);
  return own.find(({ isCut }) => !isCut) ?? own[0] ?? null;
}

function endDump(lines: readonly string[]): string | null {
  const dump = endDumpIn(lines);
  const rule = dump?.findIndex((line) => /^={20,}$/.test(line)) ?? -1;
  return dump?.slice(0, rule < 0 ? undefined : rule).join('\n') ?? null;
}

/** The tag has 16 hex digits; `name+0x29/0x44 [module]`. */
const BPF_FRAME = /^(?:\? )?(bpf_prog_[0-9a-f]{16}_([\w.]+)\+0x[0-9a-f]+)/;

function frameOf(
  text: string,
  lines: readonly FrameLine[],
  pathOf: (recorded: string) => string,
): ReportFrame {
  const [, symbol, program = null] = BPF_FRAME.exec(text) ?? [];
  const place = lines.find((line) => line.symbol === symbol);
  return {
    text,
    program,
    file: place === undefined || place.file === '' ? null : pathOf(place.file),
    line: place?.line ?? null,
    code: place?.code.trim() ?? null,
  };
}
