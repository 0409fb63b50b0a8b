import { COMMANDS } from '../../contracts/commands';
import type { Check } from '../../workflows/doctor/check';
import { warningText } from '../../workflows/doctor/preflight';
import type { Notifications } from '../api/notifications';

/** Takes what asks for attention on a target before a load. */
export type LoadWarnings = (targetId: string, warning: Check) => void;

/** Each is said once a target while the window lives, beside the work: the load goes on. */
export function createLoadWarnings({ warn }: Pick<Notifications, 'warn'>): LoadWarnings {
  const said = new Set<string>();
  return (targetId, warning) => {
    const key = `${warning.code} ${targetId}`;
    if (said.has(key)) return;
    said.add(key);
    warn(`${targetId}, ${warningText(warning)}`, {
      title: 'Check Target',
      command: COMMANDS.checkTarget,
      argument: targetId,
    });
  };
}
