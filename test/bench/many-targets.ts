import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { startSshd, type Sshd } from '../sshd/sshd';
import { REPOSITORY } from '../lab/lab-target';
import type { Measurement } from './measurement';

const TARGETS = 50;
const MOST_MS = 2000;
const MOST_PROCESSES = 10;
const SAMPLE_MS = 20;

/** One sshd listens at 16 places at most (MAX_LISTEN_SOCKS in sshd.c of 9.2). */
const SERVERS = 5;

/**
 * Refreshing many targets, each a port of an sshd on loopback: the processor time of our program and the
 * ssh processes that it starts, and how many of these there were at once. The other side's is not ours.
 */
export async function manyTargets(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'scx bench '));
  const servers = await Promise.all(Array.from({ length: SERVERS }, startServer));
  try {
    const ended = refresh(surroundings(folder, servers));
    const most = await mostAtOnce(folder, ended);
    const { seconds, reached } = await ended;
    if (reached !== TARGETS) throw new Error(`only ${reached} of ${TARGETS} were reached`);
    return [
      {
        name: `refresh of ${TARGETS} targets`,
        value: seconds * 1000,
        unit: 'ms',
        reference: MOST_MS,
        referenceName: 'processor time',
        allowed: 1,
      },
      {
        name: 'ssh processes at once',
        value: most,
        unit: 'processes',
        reference: MOST_PROCESSES,
        referenceName: 'the most',
        allowed: 1,
      },
    ];
  } finally {
    await Promise.all(servers.map(({ sshd }) => sshd.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Server {
  readonly sshd: Sshd;
  readonly ports: readonly number[];
}

async function startServer(): Promise<Server> {
  const ports = await freePorts(TARGETS / SERVERS);
  const config = ports.map((port) => `Port ${port}`);
  return { sshd: await startSshd({ users: [{ name: 'dev' }], config }), ports };
}

/** A home whose ssh configuration has the ports as hosts, and an ssh that reads it. */
function surroundings(folder: string, servers: readonly Server[]) {
  const known = join(folder, 'known');
  const all = servers.flatMap(({ sshd, ports }) => ports.map((port) => ({ sshd, port })));
  writeFileSync(
    known,
    all.map(({ sshd, port }) => `[127.0.0.1]:${port} ${sshd.hostKey}\n`).join(''),
  );
  const hosts = all.map(
    ({ sshd, port }, index) => `Host box${index}\n  Port ${port}\n  IdentityFile "${sshd.key}"`,
  );
  const common = `Host box*\n  HostName 127.0.0.1\n  User dev\n  UserKnownHostsFile "${known}"\n`;
  mkdirSync(join(folder, '.ssh'));
  const config = join(folder, '.ssh/config');
  writeFileSync(config, `${hosts.join('\n')}\n${common}`);
  const ssh = `#!/bin/sh\nexec /usr/bin/ssh -F '${config}' "$@"\n`;
  writeFileSync(join(folder, 'ssh'), ssh, { mode: 0o755 });
  return { ...process.env, HOME: folder, PATH: [folder, process.env['PATH']].join(delimiter) };
}

/** bash's `time` counts what a program and those that it waited for took. */
async function refresh(env: NodeJS.ProcessEnv): Promise<{ seconds: number; reached: number }> {
  const script = `TIMEFORMAT='%U %S'; time "$0" "$1" targets --json`;
  const program = join(REPOSITORY, 'dist/cli.js');
  const { stdout, stderr } = await promisify(execFile)(
    'bash',
    ['-c', script, process.execPath, program],
    { env, maxBuffer: 1 << 24 },
  );
  const [user = NaN, system = NaN] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  const { targets } = JSON.parse(stdout) as { targets: { target: string; facts: object | null }[] };
  const reached = targets.filter(({ target, facts }) => target.startsWith('box') && facts !== null);
  return { seconds: user + system, reached: reached.length };
}

async function mostAtOnce(folder: string, ended: Promise<unknown>): Promise<number> {
  let most = 0;
  const state = { isOver: false };
  const over = ended.finally(() => (state.isOver = true));
  while (!state.isOver) {
    const list = execFileSync('ps', ['-eo', 'comm=,args='], { encoding: 'utf8' }).split('\n');
    const ours = list.filter((line) => line.startsWith('ssh ') && line.includes(folder));
    most = Math.max(most, ours.length);
    await Promise.race([
      over.catch(() => undefined),
      new Promise((done) => setTimeout(done, SAMPLE_MS)),
    ]);
  }
  return most;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) server.close();
  return ports;
}
