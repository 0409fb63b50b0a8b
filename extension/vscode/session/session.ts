import type { Memento } from 'vscode';
import type { WorkflowContext } from '../../workflows/context';
import type { Commands } from '../api/commands';
import { Disposables } from '../api/disposables';
import type { Log } from '../api/logs';
import type { Notifications } from '../api/notifications';
import { createActiveRun, type ActiveRun } from './active-run';
import { Activities } from './activities';
import { createConnection, type Connection } from './connection';
import { createCallbackCosts, type CallbackCosts } from './callback-costs';
import { createExitReports, type ExitReports } from './exit-reports';
import { createGivenObjects, type GivenObjects } from './given-objects';
import { createLoadWarnings } from './load-warnings';
import { createLoop, type Loop } from './loop';
import { createResults, type Results } from './results';
import { createTargetChoice, type TargetChoice } from './target-choice';

/** The state that features share; they never import each other. */
export interface Session {
  readonly commands: Commands;
  readonly log: Log;
  readonly notifications: Notifications;
  /** The working parts, made when first asked for: activation starts nothing. */
  readonly context: () => Promise<WorkflowContext>;
  readonly choice: TargetChoice;
  readonly connection: Connection;
  readonly activities: Activities;
  readonly results: Results;
  readonly objects: GivenObjects;
  readonly loop: Loop;
  readonly run: ActiveRun;
  readonly reports: ExitReports;
  readonly costs: CallbackCosts;
  readonly owned: Disposables;
}

export interface SessionParts extends Pick<
  Session,
  'commands' | 'log' | 'notifications' | 'context'
> {
  /** Storage of this workspace, which no file of it can write. */
  readonly memory: Memento;
}

export function createSession({ memory, ...parts }: SessionParts): Session {
  const choice = createTargetChoice(memory);
  const connection = createConnection(choice, parts.context);
  const activities = new Activities();
  const results = createResults();
  const objects = createGivenObjects(memory);
  const loop = createLoop({ ...parts, connection, results, objects, activities });
  const reports = createExitReports();
  const warnings = createLoadWarnings(parts.notifications);
  const run = createActiveRun({ ...parts, results, connection, activities, reports, warnings });
  const costs = createCallbackCosts();
  const owned = new Disposables();
  owned.add(choice, connection, activities, results, reports, run, costs);
  return {
    ...parts,
    choice,
    connection,
    activities,
    results,
    objects,
    loop,
    run,
    reports,
    costs,
    owned,
  };
}
