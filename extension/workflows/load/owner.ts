import { failed, ok, type Outcome } from '../../core/findings/problem';
import { parseSchedulerOwner, type SchedulerOwner } from '../../core/sched-ext/scheduler-owner';
import type { Host, RemoteRun } from '../../hosts/api';

/** Asks a target who loaded the scheduler that runs there now; null when none runs. */
export async function schedulerOwner(
  host: Host,
  { signal, quiet = false }: Pick<RemoteRun, 'signal' | 'quiet'> = {},
): Promise<Outcome<SchedulerOwner | null>> {
  const outcome = await host.run('owner', { privileged: true, quiet, signal });
  if (outcome.kind !== 'ok') return outcome;
  const { stdout, stderr } = outcome.value;
  const owner = parseSchedulerOwner(stdout);
  if (owner === null && stdout.trim() !== '') {
    return failed({
      kind: 'target',
      code: 'owner-unknown',
      message: `Could not find out who loaded the scheduler on ${host.target.id}: its answer ended half-way`,
      nextStep: 'Try again; on the target, "bpftool link show" lists what is loaded.',
      detail: (stdout + stderr).trim(),
    });
  }
  return ok(owner);
}

/** Consent to take out one very scheduler. */
export interface Replacement {
  readonly sequence: SchedulerOwner['sequence'];
  /** It is to run again when ours is out, for whatever reason. */
  readonly putBack: boolean;
}
