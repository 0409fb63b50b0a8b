import type { Finding } from './finding';
import { followLines } from './followed-lines';
import { moveFindings } from './moved-findings';
import type { SourceText } from './place-in-source';
import { changeBetween } from './text-change';

/**
 * Findings about an older text of a file, where their lines stand in the text that it has `now`. Those whose line
 * is not there any more are left out; the same array when nothing moves.
 */
export function moveToNewerText(
  findings: readonly Finding[],
  { path, text }: SourceText,
  now: string,
): readonly Finding[] {
  const before = linesOf(text);
  const after = linesOf(now);
  const change = changeBetween(before, after);
  if (change === null) return findings;
  const isThere = ({ file }: { readonly file: string | null }) => file === path;
  const named = findings
    .flatMap((one) => [one, ...one.related])
    .filter(isThere)
    .map(({ line }) => (line ?? 0) - 1);
  const watched = new Map(named.map((line) => [line, before[line] ?? '']));
  return moveFindings(
    findings,
    isThere,
    followLines(watched, [change], (line) => after[line]),
  );
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}
