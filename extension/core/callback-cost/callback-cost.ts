import type { CostReading, ProgramCount } from './cost-reading';

/** What one callback costs. */
export interface CallbackCost {
  /** As the kernel has it: see ProgramCount. */
  readonly name: string;
  readonly callsPerSecond: number;
  /** Of one call; null when there was none. */
  readonly averageNs: number | null;
  /** Of all calls, as long as the kernel has counted. */
  readonly totalNs: number;
  /** Of one CPU's time, 0 to the number of CPUs. */
  readonly share: number;
  /** Since counting began. */
  readonly calls: number;
}

/**
 * Costs between two readings, the dearest first. A program that one of them lacks, or whose counts went back
 * (another one has its number now), is left out until the next reading. Empty when no time has passed.
 */
export function callbackCosts(before: CostReading, now: CostReading): readonly CallbackCost[] {
  const milliseconds = now.timeMs - before.timeMs;
  if (milliseconds <= 0) return [];
  const earlier = new Map(before.programs.map((program) => [program.id, program]));
  return now.programs
    .flatMap((program) => {
      const known = earlier.get(program.id);
      return known && isLater(known, program) ? [costOf(known, program, milliseconds)] : [];
    })
    .sort((one, other) => other.share - one.share || (one.name < other.name ? -1 : 1));
}

function isLater(before: ProgramCount, now: ProgramCount): boolean {
  return (
    before.tag === now.tag && before.calls <= now.calls && before.nanoseconds <= now.nanoseconds
  );
}

function costOf(before: ProgramCount, now: ProgramCount, milliseconds: number): CallbackCost {
  const calls = now.calls - before.calls;
  const nanoseconds = now.nanoseconds - before.nanoseconds;
  return {
    name: now.name,
    callsPerSecond: (calls * 1000) / milliseconds,
    averageNs: calls === 0 ? null : nanoseconds / calls,
    totalNs: now.nanoseconds,
    share: nanoseconds / (milliseconds * 1e6),
    calls: now.calls,
  };
}

/** BPF_OBJ_NAME_LEN without its NUL (include/uapi/linux/bpf.h, Linux 6.12). */
const KEPT_NAME = 15;

/**
 * The cost of the program with this whole name; null when none, or more than one, can be meant. Of a target that
 * knows whole names, a cut one is whole.
 */
export function costOfProgram(
  costs: readonly CallbackCost[],
  name: string,
  allNames: readonly string[],
): CallbackCost | null {
  const whole = costs.filter((cost) => cost.name === name);
  if (whole.length > 0) return whole.length === 1 ? (whole[0] ?? null) : null;
  const kept = name.slice(0, KEPT_NAME);
  if (allNames.filter((other) => other.slice(0, KEPT_NAME) === kept).length > 1) return null;
  const found = costs.filter((cost) => cost.name === kept);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** "84 k/s · 312 ns", "3.1/s · 1.2 µs", "not called". */
export function costText({ callsPerSecond, averageNs }: CallbackCost): string {
  if (averageNs === null) return 'not called';
  return `${shortNumber(callsPerSecond)}/s · ${durationText(averageNs)}`;
}

/** Three digits at most, with the prefix that this takes: "84 k", "3.1 M", "0.5 ". */
export function shortNumber(value: number): string {
  if (value < 999.5) return rounded(value);
  return value < 999_500 ? `${rounded(value / 1e3)} k` : `${rounded(value / 1e6)} M`;
}

export function durationText(nanoseconds: number): string {
  if (nanoseconds < 999.5) return `${rounded(nanoseconds)} ns`;
  return nanoseconds < 999_500
    ? `${rounded(nanoseconds / 1e3)} µs`
    : `${rounded(nanoseconds / 1e6)} ms`;
}

function rounded(value: number): string {
  const digits = value < 9.95 ? 1 : 0;
  return value.toFixed(digits).replace(/\.0$/, '');
}
