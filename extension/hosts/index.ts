/** The real machines behind hosts/api.ts. */
import { CANCELLED, ok, type Outcome } from '../core/findings/problem';
import type { Target } from '../core/sched-ext/target';
import type { CommandLog, ConnectOptions, Host, Hosts, Tools } from './api';
import { createLabHost, createLabs } from './lab';
import { createLocalShell } from './local/local-shell';
import { createShellHost } from './shell/shell-host';
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

  const hostOf = async (target: Target, connect: ConnectOptions): Promise<Outcome<Host>> => {
    const overSsh = (args: readonly string[]) =>
      createShellHost(createSshShell(options.tools, target, args, target.id), options.log);
    switch (target.kind) {
      case 'local':
        return ok(createShellHost(createLocalShell(), options.log));
      case 'ssh':
        return ok(overSsh(['--', target.destination]));
      case 'lab': {
        const lab = await labs.boot(target.kernel, connect);
        if (lab.kind !== 'ok') return lab;
        void lab.value.died.then(() => open.delete(target.id));
        return ok(createLabHost(overSsh(lab.value.sshArguments), lab.value));
      }
    }
  };

  return {
    async connect(target, connect) {
      const known = open.get(target.id);
      if (known) return ok(known);
      const made = await hostOf(target, connect);
      if (made.kind !== 'ok') return made;
      if (connect.signal?.aborted === true) return CANCELLED;
      // Of two who asked at once, the first one's host serves both.
      const host = open.get(target.id) ?? made.value;
      open.set(target.id, host);
      return ok(host);
    },
    async dispose() {
      await Promise.all([...open.values()].map((host) => host.dispose()));
      await labs.dispose();
    },
  };
}
