import type { RemoteSession } from '../../hosts/api';
import { CANCELLED, ok, type Outcome } from '../../core/findings/problem';

/** Waits for what lasts; an abort ends it in order, so that the target cleans up. */
export async function untilAborted(
  session: Pick<RemoteSession, 'end' | 'done'>,
  signal: AbortSignal,
): Promise<Outcome<null>> {
  const end = () => {
    session.end();
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const outcome = await session.done;
  signal.removeEventListener('abort', end);
  if (signal.aborted) return CANCELLED;
  return outcome.kind === 'ok' ? ok(null) : outcome;
}
