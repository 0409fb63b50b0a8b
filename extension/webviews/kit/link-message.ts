import type { PanelLink } from '../../contracts/panel';
import type { ActionButton } from './buttons';

/** What a panel says when it is not live, and what the user can do about it. */
export interface LinkMessage {
  readonly title: string;
  readonly text: string;
  readonly buttons: readonly ActionButton[];
}

const SELECT: ActionButton = {
  label: 'Select Target',
  icon: 'vm',
  action: 'selectTarget',
  secondary: false,
};

/** null when the panel is live. `what` is what it would show: "The state of the scheduler". */
export function linkMessage(
  link: PanelLink,
  target: string | null,
  what: string,
): LinkMessage | null {
  const name = target ?? 'the target';
  switch (link.kind) {
    case 'live':
      return null;
    case 'no-target':
      return {
        title: 'No target selected',
        text: `${what} comes from the machine that schedulers run on. A lab, a virtual machine on this computer, needs nothing else.`,
        buttons: [SELECT],
      };
    case 'untrusted':
      return {
        title: 'Restricted Mode',
        text: 'Nothing is run, and no machine is connected to, until you trust this workspace.',
        buttons: [
          { label: 'Manage Trust', icon: 'shield', action: 'manageTrust', secondary: false },
        ],
      };
    case 'idle':
      return {
        title: `Not connected to ${name}`,
        text: `${what} is shown once the target is connected. Verifying or loading connects too.`,
        buttons: [connect('Connect')],
      };
    case 'connecting':
      return { title: `Connecting to ${name}`, text: link.step, buttons: [] };
    case 'refused':
      return {
        title: `Not to be had on ${name}`,
        text: `${link.message}. ${link.nextStep}`,
        buttons: [],
      };
    case 'lost':
      return {
        title: `${name} does not answer`,
        text: `${link.message}. ${link.nextStep}`,
        buttons: [connect('Connect Again'), { ...SELECT, secondary: true }],
      };
  }
}

function connect(label: string): ActionButton {
  return { label, icon: 'plug', action: 'connect', secondary: false };
}
