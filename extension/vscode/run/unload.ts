import { COMMANDS } from '../../contracts/commands';
import { takenOutText } from '../../core/sched-ext/put-back';
import { unloadScheduler } from '../../workflows/load/unload';
import { withCancellableProgress } from '../api/progress';
import { reported } from '../session/report';
import type { Session } from '../session/session';

/** Takes out what this window loaded; else what SCX Studio left on the chosen target. */
export async function unload(session: Session): Promise<void> {
  if (session.run.loaded !== null) {
    const { ops } = session.run.loaded.run;
    await withCancellableProgress(`Unload ${ops}`, () => session.run.unload());
    return;
  }
  const outcome = await withCancellableProgress('Unload', async (progress) => {
    const connected = await session.connection.connect(progress);
    if (connected.kind !== 'ok') return connected;
    return unloadScheduler(connected.value.host, { signal: progress.signal });
  });
  if (!reported(session, outcome)) return;
  const { removed, held, putBack, other } = outcome.value;
  const showStatus = { title: 'Show Status', command: COMMANDS.showStatus };
  if (removed.length > 0) session.notifications.info(takenOutText(removed, putBack));
  else if (held[0] !== undefined) {
    session.notifications.info(
      `"${held[0].ops}" is held by ${held[0].who}, and stays: take it out in the Targets view if it must go.`,
      showStatus,
    );
  } else if (other === null) session.notifications.info('No scheduler is loaded.', showStatus);
  else {
    session.notifications.info(
      `"${other}" was not loaded by SCX Studio, and stays: take it out with what loaded it.`,
      showStatus,
    );
  }
}
