/**
 * The truth about test/fixtures/schedulers: what each does wrong, known because we wrote it so.
 * In its source, `here` marks the line where the finding must stand (the head of a macro's or call's
 * expression when it has several), `here 6.12` where on that kernel, `origin` each line that must be a
 * related place of it.
 */
import type { VerifierCode } from '../../../../extension/core/findings/verifier-codes';
import { markedLines } from './captured-logs';

export interface OwnCase {
  readonly scheduler: string;
  /** null: every kernel takes it. */
  readonly code: VerifierCode | null;
  /** The oldest lab kernel that refuses it; older ones take it. */
  readonly since?: string;
  /** The newest lab kernel that refuses it; newer ones take it. */
  readonly until?: string;
  /** Kernels that refuse it for another reason, or take it: null. */
  readonly except?: Readonly<Record<string, VerifierCode | null>>;
}

/** One row a scheduler, by code. */
// prettier-ignore
export const OWN_CASES: readonly OwnCase[] = [
  { scheduler: 'null-pointer', code: 'null-pointer' },
  { scheduler: 'null-argument', code: 'null-pointer' },
  { scheduler: 'null-wrong-copy', code: 'null-pointer' },
  { scheduler: 'null-task-from-pid', code: 'null-pointer' },
  { scheduler: 'null-task-storage', code: 'null-pointer' },
  { scheduler: 'null-passed-on', code: 'null-pointer' },
  { scheduler: 'null-arithmetic', code: 'null-pointer' },
  { scheduler: 'null-array', code: 'null-pointer', until: '6.12' },

  { scheduler: 'out-of-bounds', code: 'out-of-bounds' },
  { scheduler: 'three-programs', code: 'out-of-bounds' },
  { scheduler: 'off-by-one', code: 'out-of-bounds' },
  { scheduler: 'signed-bound', code: 'out-of-bounds' },
  { scheduler: 'wrong-variable', code: 'out-of-bounds' },
  { scheduler: 'read-again', code: 'out-of-bounds' },
  { scheduler: 'ringbuf-too-small', code: 'out-of-bounds' },
  { scheduler: 'stack-index', code: 'out-of-bounds' },
  { scheduler: 'value-too-small', code: 'out-of-bounds' },
  { scheduler: 'unbounded-size', code: 'out-of-bounds' },

  { scheduler: 'pointer-hash', code: 'pointer-arithmetic' },
  { scheduler: 'pointer-align', code: 'pointer-arithmetic' },
  { scheduler: 'pointer-walk', code: 'pointer-arithmetic' },

  { scheduler: 'uninitialized', code: 'uninitialized' },
  { scheduler: 'helper-with-fewer-arguments', code: 'uninitialized' },
  { scheduler: 'no-return-value', code: 'uninitialized' },

  { scheduler: 'stack-limit', code: 'stack-limit' },
  { scheduler: 'callback-stack', code: 'stack-limit' },
  { scheduler: 'call-depth', code: 'stack-limit', until: '6.18' },

  { scheduler: 'bad-argument', code: 'bad-argument' },
  { scheduler: 'extra-argument', code: 'bad-argument' },
  { scheduler: 'untrusted-pointer', code: 'bad-argument' },
  { scheduler: 'cpumask-argument', code: 'bad-argument' },
  { scheduler: 'stored-pointer', code: 'bad-argument' },
  { scheduler: 'key-by-value', code: 'bad-argument' },

  { scheduler: 'callback-return', code: 'bad-return' },
  { scheduler: 'timer-return', code: 'bad-return' },
  { scheduler: 'global-returns-pointer', code: 'bad-return' },

  { scheduler: 'read-only-write', code: 'read-only-write' },
  { scheduler: 'constant-write', code: 'read-only-write' },
  { scheduler: 'walked-write', code: 'read-only-write' },
  { scheduler: 'frozen-map-write', code: 'read-only-write' },

  { scheduler: 'missing-field', code: 'missing-field' },
  { scheduler: 'missing-enum', code: 'missing-field' },
  { scheduler: 'missing-nested-field', code: 'missing-field' },

  { scheduler: 'missing-kfunc', code: 'missing-kfunc' },
  { scheduler: 'missing-weak-kfunc', code: 'missing-kfunc' },
  { scheduler: 'missing-variable', code: 'missing-kfunc' },

  { scheduler: 'map-without-size', code: 'map' },
  { scheduler: 'map-key-size', code: 'map' },
  { scheduler: 'map-too-large', code: 'map' },
  { scheduler: 'map-storage-flags', code: 'map' },
  { scheduler: 'map-of-wrong-type', code: 'map' },

  { scheduler: 'too-complex', code: 'too-complex' },
  { scheduler: 'too-many-paths', code: 'too-complex' },

  { scheduler: 'unreleased-reference', code: 'unreleased-reference' },
  { scheduler: 'cpumask-not-put', code: 'unreleased-reference' },
  { scheduler: 'released-twice', code: 'unreleased-reference' },
  { scheduler: 'released-borrowed', code: 'unreleased-reference' },
  { scheduler: 'reference-in-loop', code: 'unreleased-reference' },
  { scheduler: 'ringbuf-not-submitted', code: 'unreleased-reference' },
  { scheduler: 'kptr-not-released', code: 'unreleased-reference' },

  { scheduler: 'infinite-loop', code: 'infinite-loop' },
  { scheduler: 'list-walk', code: 'infinite-loop' },
  { scheduler: 'stuck-counter', code: 'infinite-loop' },
  // Kernels before 7.3 follow the calls to the depth that they allow.
  { scheduler: 'recursion', code: 'infinite-loop', except: { '6.12': 'stack-limit', '6.16': 'stack-limit', '6.18': 'stack-limit' } },

  // From 7.2 on what an operation may call comes first.
  { scheduler: 'sleepable-call', code: 'sleepable-context', except: { '7.3': 'kfunc-not-allowed' } },
  { scheduler: 'sleep-under-rcu', code: 'sleepable-context' },
  { scheduler: 'sleep-without-preemption', code: 'sleepable-context' },
  { scheduler: 'sleepable-operation', code: 'sleepable-context' },

  { scheduler: 'wrong-context', code: 'kfunc-not-allowed', since: '7.3' },
  { scheduler: 'select-in-dispatch', code: 'kfunc-not-allowed', since: '7.3' },
  { scheduler: 'foreign-kfunc', code: 'kfunc-not-allowed', except: { '6.12': 'missing-kfunc' } },
  { scheduler: 'tracing-helper', code: 'kfunc-not-allowed', until: '6.12' },
  { scheduler: 'foreign-helper', code: 'kfunc-not-allowed' },

  { scheduler: 'lock-held', code: 'lock-held' },
  { scheduler: 'two-locks', code: 'lock-held' },
  { scheduler: 'call-under-lock', code: 'lock-held' },
  { scheduler: 'global-call-under-lock', code: 'lock-held' },
  { scheduler: 'unlock-without-lock', code: 'lock-held' },
  { scheduler: 'rcu-not-unlocked', code: 'lock-held' },
  { scheduler: 'rcu-unlocked-twice', code: 'lock-held' },
  { scheduler: 'preemption-not-enabled', code: 'lock-held' },
  { scheduler: 'irq-not-restored', code: 'lock-held', except: { '6.12': 'missing-kfunc' } },

  { scheduler: 'not-gpl', code: 'not-gpl' },
  { scheduler: 'no-licence', code: 'not-gpl' },

  // An iterator that is left behind is a reference to the verifier; its cure is that of iterators.
  { scheduler: 'iterator-not-destroyed', code: 'iterator' },
  { scheduler: 'iterator-not-made', code: 'iterator' },
  { scheduler: 'iterator-made-twice', code: 'iterator' },
  { scheduler: 'iterator-destroyed-twice', code: 'iterator' },
  { scheduler: 'iterator-after-destroy', code: 'iterator' },

  { scheduler: 'callback-not-static', code: 'callback' },
  { scheduler: 'callback-by-address', code: 'callback' },
  { scheduler: 'each-element-callback', code: 'callback' },

  { scheduler: 'load-acquire', code: 'unsupported', until: '6.12' },
  { scheduler: 'falls-off-the-end', code: 'unsupported' },

  { scheduler: 'no-btf', code: 'no-btf' },

  { scheduler: 'not-in-ops', code: 'other' },

  { scheduler: 'passes', code: null },
  { scheduler: 'init-fails', code: null },
  { scheduler: 'stall', code: null },
  { scheduler: 'reports-error', code: null },
  { scheduler: 'unknown-dsq', code: null },
];

/**
 * The 1-based lines where a kernel's finding must stand, and those that must be related places of it.
 * A kernel that refuses it for another reason has no others than its own.
 */
export function placesOn(one: OwnCase, kernel: string): { here: number[]; origins: number[] } {
  const own = markedLines(one.scheduler, `here ${kernel}`);
  return {
    here: own.length > 0 ? own : markedLines(one.scheduler, 'here'),
    origins: codeOn(one, kernel) === one.code ? markedLines(one.scheduler, 'origin') : [],
  };
}

/** What a kernel refuses a scheduler for; null when it takes it. */
export function codeOn(
  { code, since, until, except }: OwnCase,
  kernel: string,
): VerifierCode | null {
  const exception = except?.[kernel];
  if (exception !== undefined) return exception;
  if (since !== undefined && isOlder(kernel, since)) return null;
  if (until !== undefined && isOlder(until, kernel)) return null;
  return code;
}

function isOlder(kernel: string, other: string): boolean {
  const [major = 0, minor = 0] = kernel.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
