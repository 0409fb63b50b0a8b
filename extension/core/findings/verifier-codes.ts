/**
 * What findings of the verifier can be about. Each has the code `verifier/<name>` and a page in
 * media/findings; a name never means anything else later.
 */
export const VERIFIER_CODES = [
  'null-pointer',
  'unreleased-reference',
  'infinite-loop',
  'too-complex',
  'out-of-bounds',
  'pointer-arithmetic',
  'uninitialized',
  'stack-limit',
  'bad-argument',
  'bad-return',
  'sleepable-context',
  'kfunc-not-allowed',
  'missing-kfunc',
  'missing-field',
  'read-only-write',
  'lock-held',
  'iterator',
  'callback',
  'not-gpl',
  'unsupported',
  'permission',
  'no-btf',
  'map',
  'truncated-log',
  'other',
] as const;

export type VerifierCode = (typeof VERIFIER_CODES)[number];
