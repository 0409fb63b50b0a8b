import type { Finding } from '../findings/finding';
import { licence, sleepableOperation } from './declarations';
import type { Fix } from './fix';
import { indexBound } from './index-bound';
import { kfuncName } from './kfunc-name';
import { nullCheck } from './null-check';
import { releaseOnPath, unlockOnPath } from './release';
import { SourceCode } from './source-code';

type Fixer = (finding: Finding, source: SourceCode) => Fix | null;

const FIXERS: Readonly<Record<string, Fixer>> = {
  'verifier/null-pointer': nullCheck,
  'verifier/unreleased-reference': releaseOnPath,
  'verifier/lock-held': unlockOnPath,
  'verifier/out-of-bounds': indexBound,
  'verifier/sleepable-context': sleepableOperation,
  'verifier/missing-kfunc': kfuncName,
  'verifier/not-gpl': licence,
};

/**
 * The fix of a finding in the text of its file, for shapes of code where it is right nearly always; null
 * for any other.
 */
export function fixOf(finding: Finding, text: string): Fix | null {
  return FIXERS[finding.code]?.(finding, new SourceCode(text)) ?? null;
}
