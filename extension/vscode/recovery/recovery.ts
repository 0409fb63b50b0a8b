import * as vscode from 'vscode';
import { takenOutText } from '../../core/sched-ext/put-back';
import type { LoadedRun } from '../../core/sched-ext/target';
import { parseTarget } from '../../core/sched-ext/target-name';
import { unloadScheduler } from '../../workflows/load/unload';
import { targetFacts } from '../../workflows/target-facts';
import { withCancellableProgress } from '../api/progress';
import type { ConnectedHost } from '../session/connection';
import { reported } from '../session/report';
import type { Session } from '../session/session';
import { createRememberedRuns, type RememberedRuns } from './remembered-runs';

/**
 * Finds schedulers that an earlier window left behind and offers to take them out: at the start on the
 * targets where one was loaded last, later on every target that is connected to.
 */
export function registerRecovery(session: Session, extension: vscode.ExtensionContext): void {
  const { run, connection, owned } = session;
  const remembered = createRememberedRuns(extension.globalState);
  const offered = new Set<string>();
  const look = (host: ConnectedHost, runs: readonly LoadedRun[]) => {
    for (const left of runs.filter(({ hold, name }) => hold === 'left' && !offered.has(name))) {
      offered.add(left.name);
      void offer(session, host, left);
    }
  };
  owned.add(
    run.onDidChange(() => {
      const { loaded } = run;
      if (loaded !== null) remembered.add({ target: loaded.targetId, ops: loaded.run.ops });
    }),
    run.onDidEnd(({ loaded, end }) => {
      if (end.kind !== 'lost') remembered.remove(loaded.targetId);
    }),
    connection.onDidChange(() => {
      const { state } = connection;
      if (state.kind === 'connected') look(state.host, state.facts.runs);
    }),
  );
  if (vscode.workspace.isTrusted) void lookBack(session, remembered, look);
}

/** Asks nothing, boots nothing, and is silent about targets that do not answer. */
async function lookBack(
  { context, log }: Session,
  remembered: RememberedRuns,
  look: (host: ConnectedHost, runs: readonly LoadedRun[]) => void,
): Promise<void> {
  const runs = remembered.list();
  if (runs.length === 0) return;
  const { hosts } = await context();
  await Promise.all(
    runs.map(async ({ target: name, ops }) => {
      const target = parseTarget(name);
      const host = target === null ? null : await hosts.visit(target);
      const facts = host?.kind === 'ok' ? await targetFacts(host.value) : null;
      if (host?.kind !== 'ok' || facts?.kind !== 'ok') {
        log.warn(`${name}, where an earlier window had loaded ${ops}, could not be looked at`);
        if (target?.kind === 'lab') remembered.remove(name); // It ended with its window.
        return;
      }
      look(host.value, facts.value.runs);
      // Somebody may hold it in another window: then that one will remember it.
      if (facts.value.runs.every(({ hold }) => hold !== 'left')) remembered.remove(name);
    }),
  );
}

async function offer(
  session: Session,
  host: ConnectedHost,
  { name, ops, who }: LoadedRun,
): Promise<void> {
  const scheduler = ops === null ? 'A scheduler' : `"${ops}"`;
  const choice = await session.notifications.choose(
    `${scheduler} on ${host.target.id} was left behind by a window of ${who} that is gone.`,
    'Take Out',
    'Leave',
  );
  if (choice !== 'Take Out') return;
  const outcome = await withCancellableProgress(`Take out ${ops ?? name}`, ({ signal }) =>
    unloadScheduler(host, { run: name, signal }),
  );
  if (!reported(session, outcome)) return;
  const { removed, putBack } = outcome.value;
  session.notifications.info(
    removed.length === 0 ? `${scheduler} was out already.` : takenOutText(removed, putBack),
  );
}
