/** A lab that is reached as people reach a machine of theirs, over a network that breaks. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  openCommandLine,
  type CommandLine,
  type Ended,
  type StartedCommand,
} from '../command-line';
import { openFaultyNetwork, type FaultyNetwork } from './faulty-network';

/** Somebody at a machine of their own: an ssh config that knows the lab as `testbox`, files, a home. */
export interface Person {
  /** The environment in which ssh knows the lab as `testbox`. */
  readonly env: Readonly<Record<string, string>>;
  start(argv: readonly string[]): StartedCommand;
  run(argv: readonly string[]): Promise<Ended>;
  /** To this person's ssh processes. */
  signal(signal: NodeJS.Signals): void;
  /** The command lines of this person's ssh processes, and the files left in their /tmp. */
  leftovers(): readonly string[];
}

export interface FaultyLab extends CommandLine {
  readonly network: FaultyNetwork;
  /** SysRq: `b` reboots at once, `c` panics. Either is the end of a lab. */
  readonly crash: (key: 'b' | 'c') => Promise<void>;
  /** `user` is the name on the lab. */
  person(name: string, user?: string): Person;
  readonly state: () => Promise<string>;
  /** Command lines of what runs there, without the kernel's threads and this question's own. */
  readonly processes: () => Promise<readonly string[]>;
  /** Runs there only because of us: schedulers, pins, files in /tmp, processes. */
  readonly leftovers: () => Promise<readonly string[]>;
  /** What SCX Studio has in the lab's memory and disk: a scheduler, pins, files. */
  readonly loaded: () => Promise<readonly string[]>;
}

/** Somebody has connected and not logged in: whoever looks whether the lab lives. sshd drops it by itself. */
const KNOCK = 'sshd: [accepted]';

export async function openFaultyLab(kernel: string): Promise<FaultyLab> {
  const scx = await openCommandLine(kernel);
  const place = placeOf(scx.ssh);
  const network = await openFaultyNetwork(place.port);
  const processes = async () => listedProcesses(await scx.shell('echo $$; ps -o pid,ppid,args'));
  const loaded = async () => {
    const found = await scx.shell(
      'read -r s </sys/kernel/sched_ext/state; [ $s = disabled ] || echo state $s; ' +
        'find /tmp /dev/shm /run -name "scx*" 2>/dev/null; find /sys/fs/bpf/scx-studio* ! -type d 2>/dev/null; ' +
        'ls -d /sys/fs/bpf/scx-studio*/* /sys/kernel/tracing/instances/scx-studio* 2>/dev/null; true',
    );
    return found.split('\n').filter((line) => line !== '');
  };
  const atFirst = await processes();
  return {
    ...scx,
    network,
    crash: async (key) => {
      await scx.shell(`(sleep 0.2; echo ${key} >/proc/sysrq-trigger) >/dev/null 2>&1 </dev/null &`);
    },
    person: (name, user = 'root') => personOf(scx, network.port, place, name, user),
    state: async () => (await scx.shell('cat /sys/kernel/sched_ext/state')).trim(),
    processes,
    loaded,
    leftovers: async () => [
      ...(await loaded()),
      ...(await processes()).filter((line) => !atFirst.includes(line) && line !== KNOCK),
    ],
    close: async () => {
      await network.close();
      await scx.close();
    },
  };
}

interface Place {
  readonly port: number;
  readonly key: string;
  readonly knownHosts: string;
}

/** How ssh itself understands the command line that reaches the lab. */
function placeOf([program, ...args]: CommandLine['ssh']): Place {
  const resolved = execFileSync(program, ['-G', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const value = (name: string) => new RegExp(`^${name} "?(.*?)"?$`, 'm').exec(resolved)?.[1] ?? '';
  return {
    port: Number(value('port')),
    key: value('identityfile'),
    knownHosts: value('userknownhostsfile'),
  };
}

function personOf(
  scx: CommandLine,
  port: number,
  place: Place,
  name: string,
  user: string,
): Person {
  const home = join(scx.folder, name);
  const config = join(home, 'ssh_config');
  const temporary = join(home, 'tmp');
  const bin = join(home, 'bin');
  for (const folder of [temporary, bin]) mkdirSync(folder, { recursive: true });
  const lines = [
    'Host *', // `testbox`, and whatever else a test calls it.
    'HostName 127.0.0.1',
    `Port ${port}`,
    `User ${user}`,
    `IdentityFile "${place.key}"`,
    `UserKnownHostsFile "${place.knownHosts}"`,
    `HostKeyAlias [127.0.0.1]:${place.port}`,
  ];
  writeFileSync(config, lines.join('\n  ') + '\n');
  const script = `#!/bin/sh\nexec /usr/bin/ssh -F "${config}" "$@"\n`;
  writeFileSync(join(bin, 'ssh'), script, { mode: 0o755 });
  const env = {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    TMPDIR: temporary,
    SCX_TARGET: 'testbox',
  };
  return {
    env,
    start: (argv) => scx.start(argv, env),
    run: (argv) => scx.run(argv, env),
    signal: (signal) => {
      for (const { pid } of processesWith(config)) process.kill(pid, signal);
    },
    leftovers: () => [
      ...processesWith(config).map(({ commandLine }) => commandLine),
      ...filesIn(temporary),
    ],
  };
}

/** This machine's processes with `text` in their command lines. */
function processesWith(text: string): { pid: number; commandLine: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), commandLine: commandLineOf(pid) }))
    .filter(({ commandLine }) => commandLine.includes(text));
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // It has ended meanwhile.
  }
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));

/** Our scripts travel as one long argument. */
const SHOWN_CHARS = 60;

/** busybox's `ps -o pid,ppid,args` after a line with the pid of the shell that asked. */
function listedProcesses(text: string): string[] {
  const [shell = '', , ...rows] = text.trim().split('\n');
  const all = rows.map((row) => {
    const [, pid = '', parent = '', args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return { pid, parent, args };
  });
  const asking = new Set<string>();
  for (let pid = shell; pid !== '' && pid !== '0' && pid !== '1';) {
    asking.add(pid);
    pid = all.find((process) => process.pid === pid)?.parent ?? '';
  }
  return all
    .filter(({ pid, parent, args }) => !asking.has(pid) && parent !== shell && !/^[[{]/.test(args))
    .filter(({ parent }) => parent !== '2')
    .map(({ args }) => args.slice(0, SHOWN_CHARS))
    .filter((args) => !args.includes('[listener]'));
}
