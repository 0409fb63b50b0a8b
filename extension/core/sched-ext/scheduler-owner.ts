import type { LoadedRun } from './target';

/** Who loaded the scheduler that a target runs now (remote/owner.sh). */
export interface SchedulerOwner {
  /** The kernel's enable_seq: names this very loading, so that nothing else is replaced in its place. */
  readonly sequence: number;
  /** Name of the scheduler; '' when the kernel does not say it. */
  readonly ops: string;
  readonly origin: Origin;
}

/** A process that holds a scheduler. */
interface Holder {
  readonly pid: number;
  /** Its command line, as far as it could be read. */
  readonly command: string;
  /** Who logged in and started it, else the user that it runs as. */
  readonly user: string;
}

export type Origin =
  /** SCX Studio, from this or another window or machine. */
  | { readonly kind: 'run'; readonly run: LoadedRun; readonly canRelink: boolean }
  /** systemd runs it. */
  | ({ readonly kind: 'service'; readonly unit: string } & Holder)
  /** scx_loader started it. */
  | ({ readonly kind: 'loader' } & Holder)
  | ({ readonly kind: 'program' } & Holder)
  /** Nothing but a pin in the BPF file system. */
  | { readonly kind: 'pinned'; readonly path: string; readonly canRelink: boolean }
  | { readonly kind: 'unknown' };

/**
 * Reads what remote/owner.sh prints; null when no scheduler runs or the answer is cut. What is said in a
 * way that is not known is of unknown origin. Never throws.
 */
export function parseSchedulerOwner(text: string): SchedulerOwner | null {
  const lines = text.split('\n');
  const values = new Map(
    lines.map((line) => {
      const [, key = '', value = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
      return [key, value.trim()] as const;
    }),
  );
  const get = (key: string) => values.get(key) ?? '';
  const sequence = /^\d+$/.test(get('sequence')) ? Number(get('sequence')) : null;
  if (sequence === null || !lines.some((line) => line.trimEnd() === 'end')) return null;
  return { sequence, ops: get('ops'), origin: readOrigin(get) };
}

function readOrigin(get: (key: string) => string): Origin {
  const holder = { pid: Number(get('pid')), command: get('command'), user: get('user') };
  const canRelink = get('interpreter') !== '';
  switch (get('kind')) {
    case 'run': {
      const run = readLoadedRun(`run ${get('run')}`);
      return run === null ? { kind: 'unknown' } : { kind: 'run', run, canRelink };
    }
    case 'service':
      return { kind: 'service', unit: get('unit'), ...holder };
    case 'loader':
      return { kind: 'loader', ...holder };
    case 'program':
      return { kind: 'program', ...holder };
    case 'pinned':
      return { kind: 'pinned', path: get('pin'), canRelink };
    default:
      return { kind: 'unknown' };
  }
}

const HOLDS = ['held', 'kept', 'left'] as const satisfies readonly LoadedRun['hold'][];

/** `run NAME HOLD OPS WHO`; an OPS of "-" is not known yet. null for every other line. */
export function readLoadedRun(line: string): LoadedRun | null {
  const [, name = '', word, ops = '', who = ''] =
    /^run ([\w-]+) (\w+) (\S+) (.*)$/.exec(line.trimEnd()) ?? [];
  const hold = HOLDS.find((known) => known === word);
  return hold === undefined ? null : { name, hold, ops: ops === '-' ? null : ops, who };
}
