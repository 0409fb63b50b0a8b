/** The bundled program run as people run it: a process of its own, a lab that it keeps running. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundleCommandLine } from '../command-line-bundle';
import { ownCache } from '../own-cache';
import { REPOSITORY } from './lab-target';
import { openConnection, type OpenConnection } from './open-connection';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedCommand {
  /** Standard output so far. */
  stdout(): string;
  kill(signal: NodeJS.Signals): void;
  /** The reader of its standard output goes away. */
  closeStdout(): void;
  readonly end: Promise<Ended>;
}

export interface Program {
  /** A folder with blanks, a quote and an umlaut in its name, and the scheduler headers. */
  readonly folder: string;
  start(argv: readonly string[], env?: Readonly<Record<string, string>>): StartedCommand;
  run(argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Writes a file into the folder; its absolute path. */
  write(name: string, text: string): string;
  close(): Promise<void>;
}

/** The program and the one lab that it keeps running: it needs no --target. */
export interface CommandLine extends Program, Pick<OpenConnection, 'shell' | 'send'> {
  /** The argv that reaches the lab. */
  readonly ssh: readonly [string, ...string[]];
}

export async function openProgram(): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "scx cli 'ü' "));
  cpSync(join(REPOSITORY, 'bpf-templates/include'), join(folder, 'include'), { recursive: true });
  const program = await bundleCommandLine();
  const cache = ownCache(join(dirname(program), 'cache'));
  const start: Program['start'] = (argv, env = {}) =>
    startProgram([program, ...argv], folder, { SCX_STUDIO_CACHE: cache, ...env });
  return {
    folder,
    start,
    run: (argv, env) => start(argv, env).end,
    write(name, text) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    close() {
      rmSync(folder, { recursive: true });
      rmSync(dirname(program), { recursive: true });
      return Promise.resolve();
    },
  };
}

export async function openCommandLine(kernel: string): Promise<CommandLine> {
  const program = await openProgram();
  const started = await program.run(['lab', 'start', kernel, '--keep', '--json']);
  if (started.status !== 0) throw new Error(started.stderr + started.stdout);
  const { ssh } = JSON.parse(started.stdout) as { ssh: [string, ...string[]] };
  const { shell, send, close } = await openConnection(ssh, program.folder);
  return {
    ...program,
    ...{ ssh, shell, send },
    async close() {
      close();
      await program.run(['lab', 'stop', kernel]);
      await program.close();
    },
  };
}

function startProgram(
  argv: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): StartedCommand {
  const child = spawn(process.execPath, argv, {
    cwd,
    env: { ...process.env, SCX_TARGET: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return {
    stdout: () => stdout,
    kill: (signal) => child.kill(signal),
    closeStdout: () => child.stdout.destroy(),
    end: once(child, 'close').then(([status]) => ({
      status: status as number | null,
      stdout,
      stderr,
    })),
  };
}
