import { COMMANDS } from '../../contracts/commands';
import { withCancellableProgress } from '../api/progress';
import { reported } from '../session/report';
import type { Session } from '../session/session';
import { chooseProgram } from './chosen-program';
import { openLoaderTerminal } from './loader-terminal';

/** Programs that load a scheduler by themselves: run on the target, in a terminal. */
export function registerLoader(session: Session): void {
  const { commands, owned } = session;
  owned.add(
    commands.register(COMMANDS.runLoader, async () => {
      // Nothing is asked for a run that can't be: without a target, or in a workspace that is not trusted.
      const connected = await withCancellableProgress(
        `Connect to ${session.choice.text}`,
        (progress) => session.connection.connect(progress),
      );
      if (!reported(session, connected)) return;
      const chosen = await chooseProgram(session);
      if (chosen !== null) openLoaderTerminal(session, chosen);
    }),
  );
}
