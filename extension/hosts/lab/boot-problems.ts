import type { Problem } from '../../core/findings/problem';
import type { Lab } from './lab';

const SHOWN_CONSOLE_LINES = 30;

/** A lab that never answered; the end of its console says most. */
export function bootFailed(
  { kernel }: Pick<Lab, 'kernel'>,
  cause: string,
  console: readonly string[],
): Problem {
  return {
    kind: 'target',
    code: 'lab-boot-failed',
    message: `Could not boot the lab ${kernel}: ${cause}`,
    nextStep: 'Look at the end of its console, and try another kernel ("scx-studio lab list").',
    detail: console.slice(-SHOWN_CONSOLE_LINES).join('\n'),
  };
}

export function noNetwork(lab: Lab): Problem {
  const cause = 'its kernel has no virtio_net built in, and no modules were found beside the image';
  return {
    ...bootFailed(lab, cause, lab.console()),
    code: 'lab-no-network',
    nextStep:
      'Build it with CONFIG_VIRTIO_NET=y and CONFIG_VIRTIO_PCI=y, or put its modules into lib/modules/<release> beside the image.',
  };
}
