/** sudo in a lab: this machine's own program with what it needs, and users who may use it. */
import { execFileSync } from 'node:child_process';
import type { Guest } from './foreign-schedulers';

/** Plug-ins are not among the libraries that ldd names. */
const PROGRAMS = [
  '/usr/bin/sudo',
  '/usr/libexec/sudo/sudoers.so',
  '/lib/x86_64-linux-gnu/security/pam_unix.so',
  '/lib/x86_64-linux-gnu/security/pam_permit.so',
];

/** What the lab has already stays: its sshd runs with it. */
const TAKE_MISSING = `umask 022 && mkdir /tmp/sudo && cd /tmp/sudo && tar -xz && find . -type f | while read -r file; do
	[ -e "/$file" ] || { mkdir -p "/\${file%/*}" && mv "$file" "/$file"; }
done; rm -r /tmp/sudo; chmod 4755 /usr/bin/sudo`;

export interface SudoUser {
  readonly name: string;
  /** sudo asks for it; null: sudo asks nothing. */
  readonly password: string | null;
}

/** The BPF file system is closed to them, as where systemd mounts it. */
export async function addSudo(lab: Guest, users: readonly SudoUser[]): Promise<void> {
  const files = new Set([...PROGRAMS, ...PROGRAMS.flatMap(librariesOf)]);
  const paths = [...files].map((path) => path.slice(1));
  const archive = execFileSync('tar', ['-czh', '-C', '/', ...paths], { maxBuffer: 1 << 28 });
  await lab.send(archive, TAKE_MISSING);
  await lab.shell(`chmod 700 /sys/fs/bpf
mkdir -p /etc/pam.d && for kind in auth account; do echo "$kind required pam_unix.so"; done >/etc/pam.d/sudo
echo 'session required pam_permit.so' >>/etc/pam.d/sudo
printf 'passwd: files\\nshadow: files\\ngroup: files\\n' >/etc/nsswitch.conf
echo 'root ALL=(ALL) ALL' >/etc/sudoers && chmod 440 /etc/sudoers`);
  for (const [index, user] of users.entries()) await addUser(lab, user, 2000 + index);
}

async function addUser(lab: Guest, { name, password }: SudoUser, id: number): Promise<void> {
  const hashed = password === null ? '*' : hash(password);
  const home = `/home/${name}`;
  await lab.shell(`mkdir -p ${home}/.ssh && cp /root/.ssh/authorized_keys ${home}/.ssh/
echo '${name}:x:${id}:${id}::${home}:/bin/sh' >>/etc/passwd
echo '${name}:${hashed}:19000:0:99999:7:::' >>/etc/shadow && chmod 600 /etc/shadow
echo '${name} ALL=(ALL) ${password === null ? 'NOPASSWD: ' : ''}ALL' >>/etc/sudoers
chown -R ${id} ${home}`);
}

function librariesOf(program: string): string[] {
  const linked = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...linked.matchAll(/(\/\S+) \(0x/g)].map(([, library = '']) => library);
}

function hash(password: string): string {
  const options = { input: password, encoding: 'utf8' } as const;
  return execFileSync('openssl', ['passwd', '-6', '-stdin'], options).trim();
}
