/**
 * The truth about test/fixtures/schedulers: what each does wrong, known because we wrote it so.
 * In its source, `here` marks the line where the finding must stand (the head of a macro's or call's
 * expression when it has several), `origin` each line that must be a related place of it.
 */
import type { VerifierCode } from '../../../../extension/core/findings/verifier-codes';

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

  { scheduler: 'out-of-bounds', code: 'out-of-bounds' },
  { scheduler: 'three-programs', code: 'out-of-bounds' },

  { scheduler: 'uninitialized', code: 'uninitialized' },

  { scheduler: 'stack-limit', code: 'stack-limit' },

  { scheduler: 'bad-argument', code: 'bad-argument' },
  { scheduler: 'extra-argument', code: 'bad-argument' },
  { scheduler: 'untrusted-pointer', code: 'bad-argument' },

  { scheduler: 'read-only-write', code: 'read-only-write' },

  { scheduler: 'missing-field', code: 'missing-field' },

  { scheduler: 'missing-kfunc', code: 'missing-kfunc' },

  { scheduler: 'too-complex', code: 'too-complex' },

  { scheduler: 'unreleased-reference', code: 'unreleased-reference' },

  { scheduler: 'infinite-loop', code: 'infinite-loop' },

  { scheduler: 'sleepable-call', code: 'sleepable-context' },

  { scheduler: 'wrong-context', code: 'kfunc-not-allowed', since: '7.3' },

  { scheduler: 'lock-held', code: 'lock-held' },

  { scheduler: 'not-gpl', code: 'not-gpl' },

  { scheduler: 'passes', code: null },
  { scheduler: 'init-fails', code: null },
  { scheduler: 'stall', code: null },
  { scheduler: 'reports-error', code: null },
  { scheduler: 'unknown-dsq', code: null },
];

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
