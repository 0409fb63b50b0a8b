import { COMMANDS } from '../../contracts/commands';
import type { Session } from '../session/session';
import { stopNow } from './emergency-stop';
import { keepRunning } from './keep-running';
import { loadNow } from './load-command';
import { sayEnd } from './run-end';
import { createTrialReports } from './trial-reports';
import { trialRun } from './trial-run';
import { unload } from './unload';

/** Everything that puts a scheduler in or takes it out, and what is said when one ends by itself. */
export function registerRun(session: Session): void {
  const { commands, run, owned } = session;
  const reports = createTrialReports();
  owned.add(
    reports,
    commands.register(COMMANDS.load, async (argument) => {
      await loadNow(session, argument);
    }),
    commands.register(COMMANDS.trialRun, (argument) => trialRun(session, reports, argument)),
    commands.register(COMMANDS.keepRunning, () => keepRunning(session)),
    commands.register(COMMANDS.unload, () => unload(session)),
    commands.register(COMMANDS.emergencyStop, () => stopNow(session)),
    run.onDidEnd((ended) => {
      sayEnd(session, ended);
    }),
  );
}
