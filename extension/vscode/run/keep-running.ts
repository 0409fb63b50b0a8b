import { COMMANDS } from '../../contracts/commands';
import { withCancellableProgress } from '../api/progress';
import type { Session } from '../session/session';

/** `SCX: Keep Running`: the lease ends, the scheduler stays, also when this window is closed. */
export async function keepRunning({ run, notifications }: Session): Promise<void> {
  const { loaded } = run;
  if (loaded === null) {
    notifications.info('This window has no scheduler loaded.');
    return;
  }
  const { ops } = loaded.run;
  if (loaded.run.keep === null) {
    notifications.info(
      `${ops} is held by its own program, which ends with its terminal. To leave it running, start that program on ${loaded.targetId} itself.`,
    );
    return;
  }
  const end = await withCancellableProgress(`Keep ${ops}`, () => run.keep());
  if (end?.kind !== 'kept') return; // How else it ended is said by whoever watches ends.
  notifications.info(
    `${ops} stays loaded on ${loaded.targetId}, also when this window is closed. Nothing takes it out by itself any more.`,
    { title: 'Unload', command: COMMANDS.unload },
  );
}
