/**
 * A real sshd on loopback with users of its own. It runs in a mount namespace where passwd, shadow and
 * sudoers (and with `pam` its PAM service) are files of this test, so that nothing of the machine is changed. It
 * needs root.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface SshdUser {
  readonly name: string;
  /** Without one, only the key of this test opens the account. */
  readonly password?: string;
  /** Default /bin/sh. */
  readonly shell?: string;
  /** Whether sudo asks for the password; without it the user may not use sudo. */
  readonly sudo?: 'asks' | 'free';
  /** Files of the home folder: `.bashrc` … */
  readonly files?: Readonly<Record<string, string>>;
}

export interface SshdOptions {
  readonly users?: readonly SshdUser[];
  /** Lines of sshd_config(5) that go before ours, so that they win. */
  readonly config?: readonly string[];
  /** Lines of pam.conf(5) for its logins, which are then keyboard-interactive; `folder` is that of this test. */
  readonly pam?: (folder: string) => readonly string[];
  /** Default: a free one. */
  readonly port?: number;
}

export interface Sshd {
  readonly port: number;
  /** The private key that every user's account takes. */
  readonly key: string;
  /** The host's public key: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  /** A folder of this test, for configurations and keys; it goes with the sshd. */
  readonly folder: string;
  /** Writes an ssh configuration in which `host` is this sshd; its path. */
  configuration(host: string, user: string, more?: readonly string[]): string;
  /** From now on the account has another one. */
  changePassword(user: string, password: string): void;
  /** Makes another host key, as after a new installation, and takes connections with it. */
  changeHostKey(): Promise<void>;
  stop(): Promise<void>;
}

const FIRST_UID = 61_000;

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'scx sshd '));
  chmodSync(folder, 0o755);
  const users = options.users ?? [];
  makeKey(join(folder, 'key'));
  makeKey(join(folder, 'host_key'));
  writeAccounts(folder, users);
  if (options.pam) writePam(folder, options.pam(folder));
  const port = options.port ?? (await freePort());
  const config = [...(options.config ?? []), ...(options.pam ? BY_PAM : [])];
  writeFileSync(join(folder, 'sshd_config'), sshdConfig(folder, port, config));
  let running = await start(folder);
  return {
    port,
    key: join(folder, 'key'),
    get hostKey() {
      return readFileSync(join(folder, 'host_key.pub'), 'utf8').trim();
    },
    folder,
    configuration: (host, user, more = []) => {
      const path = join(folder, `config-${host}`);
      const lines = ['HostName 127.0.0.1', `Port ${port}`, `User ${user}`, ...more];
      writeFileSync(path, [`Host ${host}`, ...lines.map((line) => `  ${line}`), ''].join('\n'));
      return path;
    },
    changePassword: (user, password) => {
      const file = join(folder, 'shadow');
      const text = readFileSync(file, 'utf8');
      // In place: what is mounted is this very file.
      writeFileSync(
        file,
        text.replace(new RegExp(`^${user}:[^:]*`, 'm'), () => `${user}:${hash(password)}`),
      );
    },
    async changeHostKey() {
      await running.stop();
      rmSync(join(folder, 'host_key'));
      makeKey(join(folder, 'host_key'));
      running = await start(folder);
    },
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeKey(path: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', path]);
}

const sshdConfig = (folder: string, port: number, more: readonly string[]) =>
  [
    ...more,
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey "${join(folder, 'host_key')}"`,
    `AuthorizedKeysFile "${join(folder, 'authorized_keys')}"`,
    'PidFile none',
    'UsePAM no',
    'UseDNS no',
    'PermitRootLogin prohibit-password',
    'StrictModes no',
    'PrintMotd no',
    'MaxStartups 100',
    '',
  ].join('\n');

const BY_PAM = ['UsePAM yes', 'KbdInteractiveAuthentication yes', 'PasswordAuthentication no'];

/** The service has the program's name (sshd(8), UsePAM). */
function writePam(folder: string, lines: readonly string[]): void {
  cpSync('/etc/pam.d', join(folder, 'pam.d'), { recursive: true });
  writeFileSync(join(folder, 'pam.d', 'sshd'), lines.join('\n') + '\n');
}

/** Files that stand in for those of /etc; passwords are hashed as crypt(3) has them. */
function writeAccounts(folder: string, users: readonly SshdUser[]): void {
  const own = users.map((user, index) => ({
    ...user,
    uid: FIRST_UID + index,
    home: join(folder, `home ${index}`),
  }));
  const append = (file: string, lines: readonly string[]) => {
    writeFileSync(
      join(folder, file),
      readFileSync(`/etc/${file}`, 'utf8') + lines.join('\n') + '\n',
    );
  };
  append(
    'passwd',
    own.map(
      ({ name, uid, home, shell }) => `${name}:x:${uid}:${uid}::${home}:${shell ?? '/bin/sh'}`,
    ),
  );
  append(
    'group',
    own.map(({ name, uid }) => `${name}:x:${uid}:`),
  );
  append(
    'shadow',
    own.map(
      ({ name, password }) =>
        `${name}:${password === undefined ? '*' : hash(password)}:19000:0:99999:7:::`,
    ),
  );
  chmodSync(join(folder, 'shadow'), 0o600);
  const rules = own.flatMap(({ name, sudo }) =>
    sudo === undefined ? [] : [`${name} ALL=(ALL) ${sudo === 'free' ? 'NOPASSWD: ' : ''}ALL`],
  );
  writeFileSync(
    join(folder, 'sudoers'),
    ['Defaults lecture=always', 'root ALL=(ALL) ALL', ...rules, ''].join('\n'),
  );
  chmodSync(join(folder, 'sudoers'), 0o440);
  writeFileSync(join(folder, 'authorized_keys'), readFileSync(join(folder, 'key.pub')));
  for (const { uid, home, files = {} } of own) {
    mkdirSync(home);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
    chownSync(home, uid, uid);
  }
}

function hash(password: string): string {
  return execFileSync('openssl', ['passwd', '-6', '-stdin'], {
    input: password,
    encoding: 'utf8',
  }).trim();
}

const MOUNTED = ['passwd', 'group', 'shadow', 'sudoers', 'pam.d'];

/** `unshare -m`: what is mounted over /etc is seen by this sshd and its children alone. */
const LAUNCH = `folder=$1
for file in ${MOUNTED.join(' ')}; do
	[ ! -e "$folder/$file" ] || [ ! -e "/etc/$file" ] || mount --bind "$folder/$file" "/etc/$file"
done
mkdir -p /run/sshd
exec /usr/sbin/sshd -D -e -f "$folder/sshd_config"`;

async function start(folder: string): Promise<{ stop(): Promise<void> }> {
  const child = spawn('unshare', ['-m', 'sh', '-c', LAUNCH, 'sh', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      if (line.startsWith('Server listening')) resolve();
    });
    void exited.then(() => {
      reject(new Error(`sshd did not start:\n${said.join('\n')}`));
    });
  });
  return {
    async stop() {
      child.kill();
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
