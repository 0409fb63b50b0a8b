import type { Outcome } from '../../core/findings/problem';
import { emergencyStop } from '../../workflows/load/emergency-stop';
import { withCancellableProgress } from '../api/progress';
import type { ConnectedHost } from '../session/connection';
import { reported } from '../session/report';
import type { Session } from '../session/session';

const WAYS = {
  link: 'its link was removed',
  sysrq: 'removing its link was not enough, SysRq-S was',
} as const;

/** `SCX: Emergency Stop`: what this window loaded, else whatever runs on the chosen target. Asks nothing. */
export async function stopNow(session: Session): Promise<void> {
  const { run, notifications } = session;
  const { loaded } = run;
  const title = `Emergency stop on ${loaded?.targetId ?? session.choice.text}`;
  const outcome = await withCancellableProgress(title, async () => {
    const host = await hostToStop(session);
    return host.kind === 'ok' ? emergencyStop(host.value, loaded?.run ?? null) : host;
  });
  if (!reported(session, outcome)) return;
  const name = loaded === null ? 'The scheduler' : loaded.run.ops;
  notifications.info(
    outcome.value === 'nothing'
      ? 'No scheduler was loaded there.'
      : `${name} is out: ${WAYS[outcome.value]}.`,
  );
}

/** The connection that is open already, where there is one: a machine in trouble takes no new one. */
async function hostToStop({ run, connection }: Session): Promise<Outcome<ConnectedHost>> {
  if (run.loaded !== null) return { kind: 'ok', value: run.loaded.host };
  const { state } = connection;
  if (state.kind === 'connected') return { kind: 'ok', value: state.host };
  const connected = await connection.connect();
  return connected.kind === 'ok' ? { kind: 'ok', value: connected.value.host } : connected;
}
