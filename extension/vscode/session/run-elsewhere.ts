import { CANCELLED, ok, type Outcome } from '../../core/findings/problem';
import type { Notifications } from '../api/notifications';
import type { ActiveRun } from './active-run';

const TAKE_OUT = 'Take Out There';
const KEEP = 'Keep Running There';

interface RunElsewhere {
  readonly notifications: Pick<Notifications, 'decide'>;
  readonly run: Pick<ActiveRun, 'loaded' | 'keep' | 'unload'>;
}

/**
 * A window holds the lease of one scheduler. Before it loads another one on `targetId`, the user says what becomes
 * of the one that it holds on another target: it must not run on where no command reaches it.
 */
export async function settleRunElsewhere(
  { notifications, run }: RunElsewhere,
  targetId: string,
): Promise<Outcome<null>> {
  const { loaded } = run;
  if (loaded === null || loaded.targetId === targetId) return ok(null);
  const canBeKept = loaded.run.keep !== null;
  const choice = await notifications.decide(
    `This window runs "${loaded.run.ops}" on ${loaded.targetId}.`,
    [
      'A window watches over one scheduler.',
      ...(canBeKept ? [`${KEEP} leaves it loaded there, without a lease.`] : []),
    ].join(' '),
    TAKE_OUT,
    ...(canBeKept ? [KEEP] : []),
  );
  if (choice === undefined) return CANCELLED;
  // It may have ended while the question was open: then nothing is left to settle, and its end was told.
  if (run.loaded === loaded) await (choice === KEEP ? run.keep() : run.unload());
  return ok(null);
}
