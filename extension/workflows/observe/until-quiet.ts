import type { Outcome } from '../../core/findings/problem';
import type { Following } from './kernel-log';
import { untilAborted } from './session-end';

const QUIET_MS = 800;
const LONGEST_MS = 10_000;

/**
 * Follows something that has no end to read to until what is there now has come: after the first item, a
 * moment in which none comes is taken for it. `onItem(true)`: nothing more is wanted.
 */
export async function untilQuiet(
  start: (onItem: (isLast?: boolean) => void) => Following,
  signal: AbortSignal,
): Promise<Outcome<null>> {
  let quiet: NodeJS.Timeout | undefined;
  const end = () => {
    following.end();
  };
  const following = start((isLast = false) => {
    clearTimeout(quiet);
    quiet = setTimeout(end, isLast ? 0 : QUIET_MS);
  });
  const longest = setTimeout(end, LONGEST_MS);
  const outcome = await untilAborted(following, signal);
  clearTimeout(quiet);
  clearTimeout(longest);
  return outcome;
}
