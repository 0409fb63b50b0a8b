import type { Tools } from '../../../hosts/api';
import { faulty, fine, type Found, type Subject } from '../check';
import { installStep, type System } from '../install-command';
import { runText } from './tool-answer';

const SSH: Subject = ['ssh', 'ssh'];
const AGENT: Subject = ['ssh-agent', 'ssh agent'];

/** The first with SSH_ASKPASS_REQUIRE, by which questions of ssh come to the editor. */
const OLDEST_WITH_ASKPASS = [8, 4] as const;

/** What this machine needs to reach targets. */
export async function sshChecks(tools: Tools, system: System): Promise<Found[]> {
  const ssh = await tools.find(['ssh']);
  if (ssh === null) {
    const effect = 'Targets over ssh and labs are out of reach';
    return [
      faulty(SSH, 'missing', { detail: 'no ssh on PATH', effect, ...installStep('ssh', system) }),
    ];
  }
  return [await sshCheck(tools, ssh, system), await agentCheck(tools)];
}

async function sshCheck(tools: Tools, ssh: string, system: System): Promise<Found> {
  // "OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.20 …", "OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2"
  const [, version = '', major = '', minor = ''] =
    /OpenSSH_(?:for_Windows_)?((\d+)\.(\d+)\w*)/.exec((await runText(tools, [ssh, '-V'])) ?? '') ??
    [];
  if (version === '') {
    return faulty(SSH, 'unknown', {
      detail: `${ssh} does not say which version it is`,
      effect: 'Only OpenSSH is known to work',
      ...installStep('ssh', system),
    });
  }
  const detail = `${ssh}, OpenSSH ${version}`;
  // Every version of Microsoft's port asks: it finds no terminal in its way.
  if (system.platform === 'win32') {
    return faulty(SSH, 'warning', {
      detail: `${detail}, without ControlMaster`,
      effect:
        'Each step makes a connection of its own, which is slower and takes a one-time code of its own',
      nextStep: 'Where a target wants such codes, use WSL, whose ssh shares one connection.',
    });
  }
  if (isOlder([Number(major), Number(minor)], OLDEST_WITH_ASKPASS)) {
    return faulty(SSH, 'warning', {
      detail,
      effect: `Before ${OLDEST_WITH_ASKPASS.join('.')} it takes its questions (passwords, host keys) to no editor`,
      nextStep: 'Connect with a key that the agent holds, or update ssh:',
      command: installStep('ssh', system).command,
    });
  }
  return fine(SSH, `${detail}, one connection a target (ControlMaster)`);
}

function isOlder([major, minor]: readonly [number, number], [m, n]: readonly [number, number]) {
  return major < m || (major === m && minor < n);
}

/** No agent and no key in it are all right: ssh reads key files by itself. */
async function agentCheck(tools: Tools): Promise<Found> {
  const program = await tools.find(['ssh-add']);
  const outcome = program === null ? null : await tools.run({ argv: [program, '-l'] });
  // ssh-add(1): 1 when the agent holds none, 2 when there is no agent.
  const exit = outcome?.kind === 'ok' ? outcome.value : null;
  if (exit?.exitCode === 1) return fine(AGENT, 'runs, and holds no key: ssh reads key files');
  if (exit?.exitCode !== 0) return fine(AGENT, 'none is running: ssh reads key files');
  const keys = exit.stdout.split('\n').filter((line) => line.trim() !== '');
  const names = keys.map((line) => line.split(' ').slice(2).join(' '));
  return fine(
    AGENT,
    `holds ${keys.length === 1 ? '1 key' : `${keys.length} keys`}: ${names.join(', ')}`,
  );
}
