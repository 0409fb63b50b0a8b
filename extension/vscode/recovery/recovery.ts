import * as vscode from 'vscode';
import type { Outcome } from '../../core/findings/problem';
import type { TargetFacts } from '../../core/sched-ext/target';
import { unloadScheduler, type UnloadResult } from '../../workflows/load/unload';
import { withCancellableProgress, type Progress } from '../api/progress';
import type { ConnectedHost } from '../session/connection';
import { reported } from '../session/report';
import type { Session } from '../session/session';
import { answerText, keyOf, leftBehind, questionAbout, type LeftBehind } from './left-behind';
import { lookBack } from './look-back';
import { createRememberedRuns, type RememberedRuns } from './remembered-runs';

/**
 * Finds schedulers that an earlier window left behind and offers to take them out: at the start on the
 * targets where one was loaded last, later on every target that is connected to.
 */
export function registerRecovery(session: Session, extension: vscode.ExtensionContext): void {
  const { run, connection, owned } = session;
  const remembered = createRememberedRuns(extension.globalState);
  // What this window loads itself is none of an earlier one.
  const earlier = new Map(remembered.list().map(({ target, ops }) => [target, ops]));
  const look = createOffers(session, earlier, remembered);
  owned.add(
    run.onDidChange(() => {
      const { loaded } = run;
      if (loaded === null) return;
      earlier.delete(loaded.targetId);
      remembered.add({ target: loaded.targetId, ops: loaded.run.ops });
    }),
    run.onDidEnd(({ loaded, end }) => {
      if (end.kind !== 'lost') remembered.remove(loaded.targetId);
    }),
    connection.onDidChange(() => {
      const { state } = connection;
      if (state.kind === 'connected') look(state.host, state.facts);
    }),
  );
  const begin = () => void lookBack(session, remembered, look);
  if (vscode.workspace.isTrusted) begin();
  else owned.add(vscode.workspace.onDidGrantWorkspaceTrust(begin));
}

/** Offers each scheduler once, however often it is seen. */
function createOffers(
  session: Session,
  earlier: Map<string, string>,
  remembered: RememberedRuns,
): (host: ConnectedHost, facts: TargetFacts) => void {
  const offered = new Set<string>();
  return (host, facts) => {
    const { id } = host.target;
    for (const left of leftBehind(facts, earlier.get(id) ?? null)) {
      if (offered.has(keyOf(id, left))) continue;
      offered.add(keyOf(id, left));
      void offer(session, host, left).then((isSeenTo) => {
        if (!isSeenTo || left.kind === 'run') return;
        earlier.delete(id);
        remembered.remove(id);
      });
    }
  };
}

/** True when root has looked: what was left is out, and what is there is somebody's. */
async function offer(session: Session, host: ConnectedHost, left: LeftBehind): Promise<boolean> {
  const { notifications } = session;
  const { id } = host.target;
  const choice = await notifications.choose(questionAbout(left, id), 'Take Out', 'Leave');
  if (choice !== 'Take Out') return false;
  const name = left.kind === 'run' ? (left.run.ops ?? left.run.name) : left.ops;
  const outcome = await withCancellableProgress(`Take out ${name}`, (progress) =>
    takeOut(session, host, left, progress),
  );
  if (!reported(session, outcome)) return false;
  notifications.info(answerText(left, outcome.value));
  return true;
}

/** What is hidden takes a connection that can ask for sudo's password: a look has none. */
async function takeOut(
  { connection }: Session,
  host: ConnectedHost,
  left: LeftBehind,
  progress: Progress,
): Promise<Outcome<UnloadResult>> {
  const { signal } = progress;
  if (left.kind === 'run') return unloadScheduler(host, { run: left.run.name, signal });
  const connected = await connection.connect({ ...progress, target: host.target.id });
  if (connected.kind !== 'ok') return connected;
  return unloadScheduler(connected.value.host, { signal });
}
