/** The real machines behind hosts/api.ts. */
import { homedir } from 'node:os';
import { CANCELLED, failed, ok, type Outcome, type Problem } from '../core/findings/problem';
import type { Target } from '../core/sched-ext/target';
import type { Asker, CommandLog, ConnectOptions, Host, Hosts, KnownMachines, Tools } from './api';
import { createLabHost, createLabs, type Labs } from './lab';
import { createLocalShell } from './local/local-shell';
import { createShellHost, type ShellHost } from './shell/shell-host';
import { readSshConfiguration } from './ssh/ssh-config-files';
import { createSshShell } from './ssh/ssh-shell';

export { clientName } from './processes/client-name';
export { createFiles } from './files/files';
export { createTools } from './processes/tools';

export interface HostsOptions {
  /** Folder for kernels and root file systems of labs. */
  readonly cacheDir: string;
  /** Folder of askpass.sh and askpass.js. */
  readonly programs: string;
  readonly tools: Tools;
  readonly log: CommandLog;
  /** Takes questions of ssh and sudo to the user; without it, what would need an answer fails. */
  readonly ask?: Asker;
  /** The shared connection to a target ended by itself. */
  readonly onDrop?: (target: Target, problem: Problem) => void;
}

/** One host a target: everything that works on a target shares its connection. */
export function createHosts(options: HostsOptions): Hosts {
  const labs = createLabs(options);
  const open = new Map<string, ShellHost>();
  return {
    async connect(target, connect) {
      const known = open.get(target.id);
      const made = known ? ok(known) : await sharedHost(options, labs, target, connect, open);
      if (made.kind !== 'ok') return made;
      if (connect.signal?.aborted === true) return CANCELLED;
      // Of two who asked at once, the first one's host serves both.
      const host = open.get(target.id) ?? made.value;
      open.set(target.id, host);
      const opened = await host.open(connect);
      return opened.kind === 'ok' ? ok(host) : opened;
    },
    async visit(target) {
      const known = open.get(target.id);
      return known ? ok(known) : visitingHost(options, labs, target);
    },
    known: () => knownMachines(labs),
    async terminal(target) {
      if (target.kind === 'local') return ok([process.env['SHELL'] ?? '/bin/sh'] as const);
      const ssh = await options.tools.find(['ssh']);
      const args =
        target.kind === 'lab' ? await runningLab(labs, target) : ok(sshArguments(target));
      if (args.kind !== 'ok') return args;
      return ok([ssh ?? 'ssh', ...args.value] as const);
    },
    async leave(target) {
      const host = open.get(target.id);
      open.delete(target.id);
      await host?.dispose();
      if (target.kind === 'lab') await labs.end(target.kernel);
    },
    async dispose() {
      await Promise.all([...open.values()].map((host) => host.dispose()));
      await labs.dispose();
    },
  };
}

interface Way {
  readonly isShared: boolean;
  /** Whether ssh's questions, and sudo's, are put to the user. */
  readonly asks: boolean;
}

/** Windows' ssh has no ControlMaster. */
const CAN_SHARE = process.platform !== 'win32';
const CONNECTED: Way = { isShared: CAN_SHARE, asks: true };
const VISIT: Way = { isShared: false, asks: false };

async function sharedHost(
  options: HostsOptions,
  labs: Labs,
  target: Target,
  connect: ConnectOptions,
  open: Map<string, ShellHost>,
): Promise<Outcome<ShellHost>> {
  switch (target.kind) {
    case 'local':
      return ok(createShellHost(createLocalShell(), options.log, options.ask));
    case 'ssh':
      if (!CAN_SHARE) {
        options.log(
          `[${target.id}] Windows' ssh can't share a connection: each step makes its own, and asks for its own one-time code`,
        );
      }
      return ok(overSsh(options, target, sshArguments(target), CONNECTED));
    case 'lab': {
      const lab = await labs.boot(target.kernel, connect);
      if (lab.kind !== 'ok') return lab;
      const ssh = overSsh(options, target, lab.value.sshArguments, CONNECTED);
      const host: ShellHost = {
        ...createLabHost(ssh, lab.value),
        open: (options) => ssh.open(options),
      };
      void lab.value.died.then(() => {
        if (open.get(target.id) === host) open.delete(target.id);
      });
      return ok(host);
    }
  }
}

/** For a look: it asks nothing and shares nothing. */
async function visitingHost(
  options: HostsOptions,
  labs: Labs,
  target: Target,
): Promise<Outcome<Host>> {
  switch (target.kind) {
    case 'local':
      return ok(createShellHost(createLocalShell(), options.log));
    case 'ssh':
      return ok(
        overSsh(options, target, [...(await lightKeyExchange()), ...sshArguments(target)], VISIT),
      );
    case 'lab': {
      const args = await runningLab(labs, target);
      return args.kind === 'ok' ? ok(overSsh(options, target, args.value, VISIT)) : args;
    }
  }
}

function overSsh(
  options: HostsOptions,
  target: Target,
  args: readonly string[],
  { isShared, asks }: Way,
): ShellHost {
  const { tools, log, programs, onDrop } = options;
  const ask = asks ? (options.ask ?? null) : null;
  const shell = createSshShell({
    tools,
    target,
    args,
    ask,
    programs,
    onDrop: (problem) => onDrop?.(target, problem),
    separate: !isShared,
  });
  return createShellHost(shell, log, ask);
}

/** The destination can't be taken for an option. */
const sshArguments = (target: Extract<Target, { kind: 'ssh' }>) => ['--', target.destination];

/**
 * A look tells a kernel's name and no secret, so its key exchange need not resist the computers of a later
 * time: that takes ssh six times as long as all else (sntrup761, OpenSSH 9.0). The user's own choice stands.
 */
async function lightKeyExchange(): Promise<readonly string[]> {
  const { choosesKeyExchange } = await readSshConfiguration(homedir());
  return choosesKeyExchange ? [] : ['-o', 'KexAlgorithms=^curve25519-sha256'];
}

/** How ssh reaches a lab that runs already, kept or booted by this process. */
async function runningLab(
  labs: Labs,
  { id, kernel: wanted }: Extract<Target, { kind: 'lab' }>,
): Promise<Outcome<readonly string[]>> {
  const running = await labs.running();
  const lab = running.find(({ name, kernel }) => [name, kernel].includes(wanted));
  return lab === undefined ? failed(labNotRunning(id)) : ok(lab.sshArguments);
}

async function knownMachines(labs: Labs): Promise<KnownMachines> {
  const [{ hosts: sshHosts }, labsNow, installed] = await Promise.all([
    readSshConfiguration(homedir()),
    labs.running(),
    labs.installed(),
  ]);
  const running = new Set(labsNow.map(({ name }) => name));
  return {
    sshHosts,
    labs: [...new Set([...running, ...installed])].map((kernel) => ({
      kernel,
      isRunning: running.has(kernel),
    })),
  };
}

function labNotRunning(id: string): Problem {
  return {
    kind: 'target',
    code: 'lab-not-running',
    message: `Could not look at ${id}: this lab does not run`,
    nextStep: 'Connect to it: that starts it.',
    detail: '',
  };
}
