/** What is looked at, for people who read `--json`. Never reused for something else. */
export type CheckCode =
  | 'system'
  | 'clang'
  | 'llvm-strip'
  | 'libbpf-headers'
  | 'bpftool'
  | 'ssh'
  | 'ssh-agent'
  | 'qemu'
  | 'kvm'
  | 'connection'
  | 'architecture'
  | 'kernel'
  | 'kernel-config'
  | 'sched-ext'
  | 'btf'
  | 'jit'
  | 'bpffs'
  | 'target-tools'
  | 'target-clang'
  | 'privilege'
  | 'scheduler'
  | 'isolated-cpus'
  | 'watchdog'
  | 'emergency-stop'
  | 'kernel-log'
  | 'lockdown'
  | 'clock'
  | 'room';

/**
 * `missing`: a step of the loop does not work. `warning`: all works, only less well, or something asks
 * for attention. `unknown`: the machine does not say.
 */
export type CheckStatus = 'ok' | 'missing' | 'warning' | 'unknown';

/** One thing that the loop needs, and whether it is there. */
export interface Check {
  /** This machine, or the target. */
  readonly where: 'here' | 'target';
  readonly code: CheckCode;
  /** `libbpf headers`, `kernel log` … */
  readonly name: string;
  readonly status: CheckStatus;
  /** What was found: a version, a path, a state. */
  readonly detail: string;
  /** What does not work because of it; null where all does. */
  readonly effect: string | null;
  /** What to do about it, as a sentence; null when nothing is to do. */
  readonly nextStep: string | null;
  /** The command that does it on that very system, to be copied into a shell there; null without one. */
  readonly command: string | null;
}

/** What a check finds, before it is known where. */
export type Found = Omit<Check, 'where'>;

/** A check's subject. */
export type Subject = readonly [code: CheckCode, name: string];

/** What a fault means, and how it is mended. */
export interface Fault {
  readonly detail: string;
  readonly effect: string;
  readonly nextStep?: string;
  readonly command?: string | null;
}

export function fine([code, name]: Subject, detail: string): Found {
  return { code, name, status: 'ok', detail, effect: null, nextStep: null, command: null };
}

export function faulty(
  [code, name]: Subject,
  status: Exclude<CheckStatus, 'ok'>,
  { detail, effect, nextStep, command }: Fault,
): Found {
  return {
    code,
    name,
    status,
    detail,
    effect,
    nextStep: nextStep ?? null,
    command: command ?? null,
  };
}
