import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Target } from '../../core/sched-ext/target';
import { remoteCommand } from '../../core/ssh/remote-command';
import { classifySshFailure, SSH_FAILED } from '../../core/ssh/ssh-failure';
import type { Tools } from '../api';
import type { ProcessExit } from '../processes/process';
import { sudoProblem, type Shell } from '../shell/shell-host';
import { openSshMaster, SSH_OPTIONS, type SshArguments, type SshMaster } from './ssh-master';

const NO_SSH: Problem = {
  kind: 'tool',
  code: 'ssh-missing',
  message: 'Could not find ssh on this machine',
  nextStep: 'Install the OpenSSH client (Debian: apt install openssh-client).',
  detail: '',
};

/**
 * A host over the user's own OpenSSH client: config, agent, jump hosts and known_hosts are theirs.
 * Windows has no ControlMaster; there every command makes its own connection.
 */
export function createSshShell(
  tools: Tools,
  target: Target,
  args: SshArguments,
  name: string,
  platform: NodeJS.Platform = process.platform,
): Shell {
  let opening: Promise<Outcome<SshMaster>> | null = null;
  const reuse = async (ssh: string, last: typeof opening): Promise<Outcome<SshMaster>> => {
    const current = await last;
    const usable = current?.kind === 'ok' && current.value.alive();
    return usable ? current : openSshMaster(ssh, args, name);
  };
  /** Chained, so that two commands at once open one connection. */
  const master = (ssh: string) => (opening = reuse(ssh, opening));
  return {
    target,
    async command(script, scriptArgs, privileged) {
      const ssh = await tools.find(['ssh']);
      if (ssh === null) return failed(NO_SSH);
      const command = remoteCommand(script, scriptArgs, privileged);
      if (platform === 'win32') return ok([ssh, ...SSH_OPTIONS, ...args, command]);
      const shared = await master(ssh);
      if (shared.kind !== 'ok') return shared;
      return ok([ssh, ...shared.value.options, ...SSH_OPTIONS, ...args, command]);
    },
    failure: (exit: ProcessExit) =>
      exit.exitCode === SSH_FAILED || exit.exitCode === null
        ? classifySshFailure(exit.stderr, name)
        : sudoProblem(exit, name),
    async dispose() {
      const shared = await opening;
      if (shared?.kind === 'ok') await shared.value.close();
    },
  };
}
