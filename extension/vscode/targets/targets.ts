import type { ExtensionContext } from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { withCancellableProgress } from '../api/progress';
import { reported } from '../session/report';
import type { Session } from '../session/session';
import { createTargetReport } from './target-report';
import { pickTarget } from './target-picker';
import { targetOf } from './target-commands';
import { createTargetStatus } from './target-status';
import { createTargetsView } from './targets-view';

/** Which machine schedulers run on: the status bar item, the picker, the check. */
export function registerTargets(session: Session, { extensionUri }: ExtensionContext): void {
  const { commands, choice, log, owned } = session;
  createTargetStatus(session);
  createTargetsView(session);
  const report = createTargetReport(session, extensionUri);
  owned.add(
    commands.register(COMMANDS.selectTarget, async () => {
      const picked = await pickTarget(session);
      if (picked !== null) await choice.choose(picked);
    }),
    report,
    commands.register(COMMANDS.checkTarget, (row) =>
      report.check(typeof row === 'string' ? row : (targetOf(row)?.id ?? '')),
    ),
    commands.register(COMMANDS.connect, () => connect(session)),
    commands.register(COMMANDS.showLog, () => {
      log.show();
    }),
  );
}

async function connect(session: Session): Promise<void> {
  const title = `Connect to ${session.choice.text}`;
  const outcome = await withCancellableProgress(title, (progress) =>
    session.connection.connect(progress),
  );
  reported(session, outcome);
}
