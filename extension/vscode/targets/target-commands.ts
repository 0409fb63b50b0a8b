import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { SETTINGS } from '../../contracts/settings';
import { CANCELLED, ok, type Outcome } from '../../core/findings/problem';
import { takenOutText } from '../../core/sched-ext/put-back';
import type { LoadedRun, Target } from '../../core/sched-ext/target';
import { unloadScheduler, type UnloadResult } from '../../workflows/load/unload';
import { targetFacts } from '../../workflows/target-facts';
import { withCancellableProgress } from '../api/progress';
import { setting } from '../api/settings';
import type { ConnectedHost } from '../session/connection';
import { reported } from '../session/report';
import type { Session } from '../session/session';
import { askDestination } from './target-picker';
import type { TargetNode } from './target-tree';

/** What the rows and the title of the Targets view offer. */
export function registerTargetCommands(session: Session, refresh: () => void): void {
  const { commands, owned } = session;
  const onRow = (work: (target: Target) => unknown) => async (row: unknown) => {
    const target = targetOf(row) ?? session.choice.target;
    if (target !== null) await work(target);
  };
  owned.add(
    commands.register(COMMANDS.addTarget, () => addTarget(session)),
    commands.register(
      COMMANDS.removeTarget,
      onRow((target) => removeTarget(target)),
    ),
    commands.register(
      COMMANDS.makeActive,
      onRow(({ id }) => session.choice.choose(id)),
    ),
    commands.register(
      COMMANDS.openTerminal,
      onRow((target) => openTerminal(session, target)),
    ),
    commands.register(
      COMMANDS.takeOut,
      onRow((target) => takeOut(session, target, refresh)),
    ),
  );
}

/** The target of a row of the tree; null for anything else, such as the palette's nothing. */
export function targetOf(row: unknown): Target | null {
  const node = row as TargetNode | undefined;
  return node?.kind === 'target' ? node.known.target : null;
}

async function addTarget(session: Session): Promise<void> {
  const added = await askDestination();
  if (added === null) return;
  const known = setting('targets');
  if (!known.includes(added)) await writeTargets([...known, added]);
  if (session.choice.target === null) await session.choice.choose(added);
}

async function removeTarget({ id }: Target): Promise<void> {
  await writeTargets(setting('targets').filter((name) => name.trim() !== id));
}

/** Machine scope: the user's own settings, and no file of a workspace. */
function writeTargets(targets: readonly string[]): Thenable<void> {
  const { name } = SETTINGS.targets;
  return vscode.workspace
    .getConfiguration()
    .update(name, targets, vscode.ConfigurationTarget.Global);
}

/** ssh itself in a terminal, with the arguments that everything else uses; no shell reads them. */
async function openTerminal(session: Session, target: Target): Promise<void> {
  const { hosts } = await session.context();
  const argv = await hosts.terminal(target);
  if (!reported(session, argv)) return;
  const [shellPath, ...shellArgs] = argv.value;
  vscode.window.createTerminal({ name: target.id, shellPath, shellArgs }).show();
}

/** What SCX Studio has loaded on a target, whoever holds it; a question first where somebody does. */
async function takeOut(session: Session, target: Target, refresh: () => void): Promise<void> {
  const { connection, notifications } = session;
  const outcome = await withCancellableProgress(`Take out on ${target.id}`, async (progress) => {
    const connected = await connection.connect({ ...progress, target: target.id });
    if (connected.kind !== 'ok') return connected;
    const { host } = connected.value;
    const facts = await targetFacts(host, progress);
    if (facts.kind !== 'ok') return facts;
    const held = facts.value.runs.filter(({ hold }) => hold === 'held');
    const sure = await mayTakeOut(session, target, held);
    return sure ? unloadAll(host, held, progress.signal) : CANCELLED;
  });
  refresh();
  if (!reported(session, outcome)) return;
  const { removed, putBack } = outcome.value;
  notifications.info(
    removed.length === 0 ? 'Nothing was loaded there.' : takenOutText(removed, putBack),
  );
}

type TakenOut = Pick<UnloadResult, 'removed' | 'putBack'>;

/** First what somebody holds, run by run, then what nobody does. */
async function unloadAll(
  host: ConnectedHost,
  held: readonly LoadedRun[],
  signal: AbortSignal,
): Promise<Outcome<TakenOut>> {
  let all: TakenOut = { removed: [], putBack: [] };
  for (const options of [...held.map(({ name }) => ({ run: name, signal })), { signal }]) {
    const unloaded = await unloadScheduler(host, options);
    if (unloaded.kind !== 'ok') return unloaded;
    const { removed, putBack } = unloaded.value;
    all = { removed: [...all.removed, ...removed], putBack: [...all.putBack, ...putBack] };
  }
  return ok(all);
}

async function mayTakeOut(
  { notifications }: Session,
  { id }: Target,
  [first]: readonly LoadedRun[],
): Promise<boolean> {
  if (first === undefined) return true;
  return notifications.confirm(
    `"${first.ops ?? first.name}" on ${id} is held by ${first.who}.`,
    'A window or a terminal keeps it loaded and watches it. Taking it out ends that run.',
    'Take Out',
  );
}
