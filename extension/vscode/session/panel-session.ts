import { COMMANDS, type CommandId } from '../../contracts/commands';
import type { PanelAction, PanelLink } from '../../contracts/panel';
import { failed, type Outcome, type Problem } from '../../core/findings/problem';
import { runCommand } from '../api/commands';
import type { ConnectedHost, ConnectionState } from './connection';
import type { Session } from './session';

/** A connection as panels show it. */
export function panelLink(state: ConnectionState): PanelLink {
  switch (state.kind) {
    case 'connected':
      return { kind: 'live' };
    case 'lost': {
      const { message, nextStep } = state.problem;
      return { kind: 'lost', message, nextStep, since: state.since };
    }
    case 'connecting':
      return { kind: 'connecting', step: state.step };
    case 'no-target':
    case 'untrusted':
    case 'idle':
      return { kind: state.kind };
  }
}

const ACTION_COMMANDS: Readonly<Record<PanelAction, CommandId | 'workbench.trust.manage'>> = {
  selectTarget: COMMANDS.selectTarget,
  connect: COMMANDS.connect,
  checkTarget: COMMANDS.checkTarget,
  unload: COMMANDS.unload,
  showKernelLog: COMMANDS.showKernelLog,
  verifyOn: COMMANDS.verifyOn,
  saveReport: COMMANDS.saveReport,
  dumpNow: COMMANDS.dumpNow,
  manageTrust: 'workbench.trust.manage',
};

export function runPanelAction(action: PanelAction): void {
  void runCommand(ACTION_COMMANDS[action]);
}

/** What runs on a target while a view is shown. */
interface Watching {
  end(): void;
  readonly done: Promise<Outcome<{ readonly stderr: string }>>;
}

/** Runs `start` on the connected target while the view is visible, and never else. */
export interface ViewWatch {
  /** Looks again whether something should run. */
  sync(visible: boolean): void;
  dispose(): void;
}

/** `isRefusal` takes a problem that is none of the connection: what is watched can't be had there. */
export function createViewWatch(
  { connection }: Pick<Session, 'connection'>,
  start: (host: ConnectedHost) => Watching,
  isRefusal: (problem: Problem) => boolean = () => false,
): ViewWatch {
  let running: { readonly host: ConnectedHost; readonly watching: Watching } | null = null;
  const stop = () => {
    const ended = running;
    running = null;
    ended?.watching.end();
  };
  const begin = (host: ConnectedHost) => {
    const mine = { host, watching: start(host) };
    running = mine;
    void mine.watching.done.then((outcome) => {
      if (running !== mine) return; // Ended by us.
      running = null;
      if (outcome.kind === 'problem' && isRefusal(outcome.problem)) return;
      if (outcome.kind !== 'cancelled') connection.lost(host, reasonOf(outcome, host));
    });
  };
  return {
    sync(visible) {
      const { state } = connection;
      const wanted = visible && state.kind === 'connected' ? state.host : null;
      if (running?.host === wanted) return;
      stop();
      if (wanted !== null) begin(wanted);
    },
    dispose: stop,
  };
}

/** Why what ran on a target ended, though nobody here ended it. */
export function reasonOf(
  outcome: Exclude<Awaited<Watching['done']>, { kind: 'cancelled' }>,
  { target }: ConnectedHost,
): Problem {
  if (outcome.kind === 'problem') return outcome.problem;
  return failed({
    kind: 'target',
    code: 'connection-lost',
    message: `Lost ${target.id}: it stopped answering`,
    nextStep: 'Connect again. If it happens again, look at the target: it may have crashed.',
    detail: outcome.value.stderr.trim(),
  }).problem;
}
