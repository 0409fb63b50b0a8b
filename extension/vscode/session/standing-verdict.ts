import type { SourceResult, Verified } from './results';

/**
 * Whether the target has said already what it says of this text. Another target's verdict is none of this
 * one, nor is that of a kernel which it ran before it booted another; what many said is nobody's.
 */
export function isVerdictOf(
  known: Pick<SourceResult, 'verified' | 'matrix'> | null,
  asked: Pick<Verified, 'text' | 'target' | 'kernel'>,
): boolean {
  const verified = known?.verified ?? null;
  return (
    verified !== null &&
    known?.matrix === null &&
    verified.text === asked.text &&
    verified.target === asked.target &&
    verified.kernel === asked.kernel
  );
}
