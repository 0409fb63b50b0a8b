/** The root file system of labs, as one archive that all labs share: all but keys and modules. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Outcome } from '../../core/findings/problem';
import { cacheEntry } from './cache-entry';
import { cpioArchive, type CpioEntry } from './cpio-archive';
import initScript from './guest/init.sh';
import { GUEST_RECIPE, guestPackages, guestProgramEntries } from './guest-programs';
import type { LabContext, LabStep } from './lab-context';

const MOUNT_POINTS = ['proc', 'sys', 'dev', 'run', 'tmp', 'var/empty', 'root'];

const SSHD_CONFIG = `Port 22
HostKey /etc/ssh/host_key
PermitRootLogin prohibit-password
PasswordAuthentication no
UsePAM no
UseDNS no
# Each knock of the owner would be an error on the console.
LogLevel FATAL
# Every view of an editor is a session of the one connection.
MaxSessions 100
MaxStartups 100
PrintMotd no
Subsystem sftp /usr/lib/openssh/sftp-server
`;

/** The kernel log shows on the console, and the owner keeps its end. */
const TEXTS = {
  'etc/ssh/sshd_config': SSHD_CONFIG,
  'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nsshd:x:100:65534::/run/sshd:/bin/false\n',
  'etc/group': 'root:x:0:\nnogroup:x:65534:\n',
  'etc/hosts': '127.0.0.1 localhost scx-lab\n',
  'etc/hostname': 'scx-lab\n',
} as const;

const textEntry = (path: string, text: string, mode: number): CpioEntry => ({
  kind: 'file',
  path,
  mode,
  content: Buffer.from(text),
});

const FIXED_ENTRIES: readonly CpioEntry[] = [
  ...MOUNT_POINTS.map((path): CpioEntry => ({ kind: 'folder', path })),
  // Opened by the kernel for the first process, before /dev is mounted.
  { kind: 'device', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
  { kind: 'device', path: 'dev/null', mode: 0o666, major: 1, minor: 3 },
  textEntry('init', initScript, 0o755),
  ...Object.entries(TEXTS).map(([path, text]) => textEntry(path, text, 0o644)),
];

/** Path of the archive; made when it is not there yet. */
export async function guestArchive(context: LabContext, step: LabStep): Promise<Outcome<string>> {
  const fixed = cpioArchive(FIXED_ENTRIES);
  const recipe = createHash('sha256').update(fixed).update(GUEST_RECIPE).digest('hex').slice(0, 8);
  const archive = 'root.cpio';
  const folder = join(context.folder, 'root', recipe);
  const made = await cacheEntry(folder, step, async (part) => {
    const tree = await guestPackages(context, step);
    if (tree.kind !== 'ok') return tree;
    const programs = await guestProgramEntries(context, tree.value, step);
    if (programs.kind !== 'ok') return programs;
    await writeFile(join(part, archive), cpioArchive([...FIXED_ENTRIES, ...programs.value]));
    return ok(undefined);
  });
  return made.kind === 'ok' ? ok(join(folder, archive)) : made;
}
