/** The key pairs of one lab: the user's way in, and the lab's own name card. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Outcome } from '../../core/findings/problem';
import { cpioArchive } from './cpio-archive';
import { runStep, type LabContext, type LabStep } from './lab-context';

const KEYGEN = {
  doing: 'make the keys of the lab',
  code: 'ssh-missing',
  nextStep: 'Install the OpenSSH client (Debian: apt install openssh-client).',
} as const;

/** What the guest gets of them. */
export interface GuestKeys {
  /** authorized_keys of its root. */
  readonly user: Buffer;
  /** The private key of its sshd. */
  readonly host: Buffer;
}

/** Makes both pairs in `folder`. */
export async function createKeys(
  context: LabContext,
  folder: string,
  step: LabStep,
): Promise<Outcome<GuestKeys>> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const made = await Promise.all(
    [join(folder, 'key'), join(folder, 'host_key')].map((path) => {
      const argv = [
        'ssh-keygen',
        '-q',
        '-t',
        'ed25519',
        '-N',
        '',
        '-C',
        'scx-lab',
        '-f',
        path,
      ] as const;
      return runStep(context, [...argv], KEYGEN, step);
    }),
  );
  const bad = made.find((outcome) => outcome.kind !== 'ok');
  if (bad) return bad;
  const [user, host] = await Promise.all([
    readFile(join(folder, 'key.pub')),
    readFile(join(folder, 'host_key')),
  ]);
  return ok({ user, host });
}

/** For a guest that boots: a part of its initramfs. */
export function keysArchive({ user, host }: GuestKeys): Uint8Array {
  return cpioArchive([
    { kind: 'folder', path: 'root/.ssh', mode: 0o700 },
    { kind: 'file', path: 'root/.ssh/authorized_keys', mode: 0o600, content: user },
    { kind: 'file', path: 'etc/ssh/host_key', mode: 0o600, content: host },
  ]);
}

/** For a guest that goes on from a saved state: the line that guest/init.sh waits for. */
export function keysLine({ user, host }: GuestKeys, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `${seconds} ${user.toString('base64')} ${host.toString('base64')}\n`;
}

/** Known from the start: the first connection is checked like every other. */
export async function writeKnownHosts(folder: string, port: number): Promise<void> {
  const hostKey = await readFile(join(folder, 'host_key.pub'), 'utf8');
  await writeFile(join(folder, 'known_hosts'), `[127.0.0.1]:${port} ${hostKey}`);
}

/** Options and destination for ssh, sftp's `-o` style; the user's own configuration has no part in it. */
export function sshArguments(folder: string, port: number): readonly string[] {
  return [
    '-F',
    'none',
    // Not -i: that looks for the file before it takes tokens out of its name.
    ...option('IdentityFile', quoted(join(folder, 'key'))),
    ...option('IdentitiesOnly', 'yes'),
    ...option('IdentityAgent', 'none'),
    ...option('UserKnownHostsFile', quoted(join(folder, 'known_hosts'))),
    ...option('GlobalKnownHostsFile', 'none'),
    ...option('StrictHostKeyChecking', 'yes'),
    // What ssh prefers takes an emulated processor 0.2 s more, and this never leaves the machine.
    ...option('KexAlgorithms', '^curve25519-sha256'),
    '-p',
    String(port),
    'root@127.0.0.1',
  ];
}

const option = (name: string, value: string): string[] => ['-o', `${name}=${value}`];

/** ssh_config(5): a value with blanks is quoted, and a percent sign starts a token. */
const quoted = (path: string): string => `"${path.replaceAll('%', '%%')}"`;
