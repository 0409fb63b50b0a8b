import { COMMANDS } from '../../contracts/commands';
import { endedText } from '../../core/sched-ext/ended-text';
import { putBackText, type PutBack } from '../../core/sched-ext/put-back';
import type { LoadedEnd } from '../session/active-run';
import { SHOW_REPORT } from '../session/exit-reports';
import type { Session } from '../session/session';

const SHOW_KERNEL_LOG = { title: 'Show Kernel Log', command: COMMANDS.showKernelLog };

/** An end that the user did not ask for is said, with the kernel's reason. */
export function sayEnd(session: Session, { loaded, end }: LoadedEnd): void {
  const { notifications } = session;
  if (end.putBack !== undefined) sayPutBack(session, end.putBack);
  switch (end.kind) {
    case 'unloaded':
    case 'kept':
    case 'trial':
      return; // Asked for: whoever asked says so.
    case 'ended': {
      const [first] = end.findings.filter(({ severity }) => severity === 'error');
      if (first === undefined && loaded.run.keep === null) {
        notifications.info(
          `${loaded.run.ops} is out on ${loaded.targetId}: its program ended.`,
          SHOW_REPORT,
        );
        return;
      }
      const text = endedText(loaded.run.ops, loaded.targetId, end.findings);
      if (first === undefined) notifications.info(`${text}.`, SHOW_REPORT, SHOW_KERNEL_LOG);
      else notifications.warn(`${text}: ${first.message}`, SHOW_REPORT, SHOW_KERNEL_LOG);
      return;
    }
    case 'lost':
      notifications.problem(end.problem);
  }
}

/** Also after an end that was asked for: nobody sees the target. */
export function sayPutBack({ notifications }: Session, back: PutBack): void {
  const text = putBackText(back);
  if (back.failure === null) notifications.info(text);
  else notifications.warn(text, SHOW_KERNEL_LOG);
}
