import { ok } from '../../extension/core/findings/problem';
import { createTools } from '../../extension/hosts';
import type { Host } from '../../extension/hosts/api';
import { createShellHost } from '../../extension/hosts/shell/shell-host';
import { createSshShell } from '../../extension/hosts/ssh/ssh-shell';
import { CACHE, valueOf, type LabTarget } from './lab-target';

/** The lab as a user of it who may do nothing, but for `capabilities`. */
export function withoutRights(lab: LabTarget, capabilities = '-all'): Host {
  const args = lab.sshArguments;
  const tools = createTools(() => undefined);
  const target = { kind: 'ssh', id: 'nobody', destination: 'lab' } as const;
  const shell = createSshShell({ tools, target, args, ask: null, programs: CACHE, separate: true });
  // By its path: busybox's own setpriv knows no users.
  const sets = `--inh-caps=${capabilities} --ambient-caps=${capabilities}`;
  const become = `/usr/bin/setpriv --reuid 65534 --regid 65534 --clear-groups ${sets} `;
  return createShellHost(
    {
      ...shell,
      async command(script, scriptArgs, as) {
        const [ssh, ...words] = valueOf(await shell.command(script, scriptArgs, as));
        return ok([ssh, ...words.slice(0, -1), become + (words.at(-1) ?? '')]);
      },
    },
    () => undefined,
  );
}
