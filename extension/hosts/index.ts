/** The real machines behind hosts/api.ts. */
import { CANCELLED, ok, type Outcome } from '../core/findings/problem';
import type { Target } from '../core/sched-ext/target';
import type { CommandLog, ConnectOptions, Host, Hosts, Tools } from './api';
import { createLabs } from './lab';
import { createLocalShell } from './local/local-shell';
import { createShellHost, type Shell } from './shell/shell-host';
import { createSshShell } from './ssh/ssh-shell';

export { createFiles } from './files/files';
export { createTools } from './processes/tools';

export interface HostsOptions {
  /** Folder for kernels and root file systems of labs. */
  readonly cacheDir: string;
  readonly tools: Tools;
  readonly log: CommandLog;
}

/** One host a target: everything that works on a target shares its connection. */
export function createHosts(options: HostsOptions): Hosts {
  const labs = createLabs(options);
  const open = new Map<string, Host>();

  const shellOf = async (
    target: Target,
    connect: ConnectOptions,
  ): Promise<Outcome<Shell>> => {
    switch (target.kind) {
      case 'local':
        return ok(createLocalShell());
      case 'ssh':
        return ok(createSshShell(options.tools, target, ['--', target.destination], target.id));
      case 'lab': {
        const lab = await labs.boot(target.kernel, connect);
        if (lab.kind !== 'ok') return lab;
        void lab.value.died.then(() => open.delete(target.id));
        return ok(createSshShell(options.tools, target, lab.value.sshArguments, target.id));
      }
    }
  };

  return {
    async connect(target, connect) {
      const known = open.get(target.id);
      if (known) return ok(known);
      const shell = await shellOf(target, connect);
      if (shell.kind !== 'ok') return shell;
      if (connect.signal?.aborted === true) return CANCELLED;
      const host = open.get(target.id) ?? createShellHost(shell.value, options.log);
      open.set(target.id, host);
      return ok(host);
    },
    async dispose() {
      await Promise.all([...open.values()].map((host) => host.dispose()));
      await labs.dispose();
    },
  };
}
