import { CANCELLED, ok, type Outcome } from '../../core/findings/problem';
import { originText, puttingBack, takingOutText } from '../../core/sched-ext/owner-text';
import type { SchedulerOwner } from '../../core/sched-ext/scheduler-owner';
import { schedulerOwner, type Replacement } from '../../workflows/load/owner';
import type { Progress } from '../api/progress';
import type { BuiltSource } from './loop';
import type { Session } from './session';

const REPLACE = 'Replace';
const REPLACE_AND_PUT_BACK = 'Replace and Put Back';

/** Asks whether the scheduler that is in the way may go; null when it is gone already. */
export async function askReplace(
  { notifications, run }: Session,
  { host }: Pick<BuiltSource, 'host'>,
  { signal }: Progress,
): Promise<Outcome<Replacement | null>> {
  const owner = await schedulerOwner(host, { signal });
  if (owner.kind !== 'ok') return owner;
  if (owner.value === null) return ok(null);
  const { sequence, ops, origin } = owner.value;
  const isOwn =
    origin.kind === 'run' &&
    origin.run.hold === 'held' &&
    run.loaded?.targetId === host.target.id &&
    run.loaded.run.ops === ops;
  const back = puttingBack(owner.value);
  const choice = await notifications.decide(
    `${ops === '' ? 'A scheduler' : `The scheduler "${ops}"`} runs on ${host.target.id} already.`,
    isOwn ? 'This window loaded it.' : detailOf(owner.value),
    ...(back.kind === 'possible' ? [REPLACE_AND_PUT_BACK, REPLACE] : [REPLACE]),
  );
  if (choice === undefined) return CANCELLED;
  return ok({ sequence, putBack: choice === REPLACE_AND_PUT_BACK });
}

function detailOf(owner: SchedulerOwner): string {
  const back = puttingBack(owner);
  const after =
    back.kind === 'possible'
      ? `Put back means: when yours is out, for whatever reason, ${back.how}.`
      : `It can't be put back: ${back.why}.`;
  return [
    originText(owner.origin),
    'A kernel runs one scheduler at a time, so replacing takes this one out first.',
    takingOutText(owner.origin),
    after,
  ].join(' ');
}
