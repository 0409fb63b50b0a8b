import { execa } from 'execa';
import { readLines } from './lines';

/** A process that lasts: its whole output lines arrive as they are written. */
export interface ProcessOptions {
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly onLine?: (line: string) => void;
  readonly onErrorLine?: (line: string) => void;
  /** Aborting ends the process and its children (SIGTERM, then SIGKILL). */
  readonly signal?: AbortSignal | undefined;
}

export interface ProcessExit {
  /** null when a signal ended it or it never started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** errno of a process that could not be started (`ENOENT`), else null. */
  readonly startError: string | null;
  /** The last 64 KiB of standard error, for messages. */
  readonly stderr: string;
}

export interface RunningProcess {
  readonly pid: number | undefined;
  /** Ignored when the process is gone. */
  write(data: string | Uint8Array): void;
  closeInput(): void;
  kill(signal?: NodeJS.Signals): void;
  /** Never rejects. */
  readonly done: Promise<ProcessExit>;
}

const FORCE_KILL_AFTER_MS = 2000;
const STDERR_KEPT_CHARS = 65_536;

/** Starts `argv` without a shell. */
export function startProcess(
  argv: readonly [string, ...string[]],
  options: ProcessOptions = {},
): RunningProcess {
  const [file, ...args] = argv;
  const child = execa(file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    // A group of its own: Ctrl-C in a terminal must reach us alone, so that we end it in order (a
    // scheduler is taken out over the very connection that Ctrl-C would cut). Its input is a pipe
    // of ours, so it does not outlive us. On Windows this would open a console window.
    detached: process.platform !== 'win32',
    stdin: 'pipe',
    buffer: false,
    reject: false,
    windowsHide: true,
    forceKillAfterDelay: FORCE_KILL_AFTER_MS,
  });
  child.stdin.on('error', () => undefined); // EPIPE: `done` tells why it went.
  const stderr = keepEnd(options.onErrorLine);
  const read = [
    readLines(child.stdout, (line) => options.onLine?.(line)),
    readLines(child.stderr, stderr.push),
  ];
  return {
    pid: child.pid,
    write: (data) => {
      if (child.stdin.writable) child.stdin.write(data);
    },
    closeInput: () => child.stdin.end(),
    kill: (signal) => child.kill(signal ?? 'SIGTERM'),
    done: settle(child, read, stderr.text),
  };
}

/** The part of execa's result that is read here. */
interface ProcessResult {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
}

async function settle(
  child: PromiseLike<ProcessResult>,
  read: Promise<void>[],
  stderr: () => string,
): Promise<ProcessExit> {
  const result = await child;
  await Promise.all(read);
  return {
    exitCode: result.exitCode ?? null,
    signal: result.signal ?? null,
    startError: result.exitCode === undefined ? (result.code ?? null) : null,
    stderr: stderr(),
  };
}

/** Bounded: a tool that floods standard error must not fill our memory. */
function keepEnd(onLine?: (line: string) => void) {
  let kept = '';
  return {
    push: (line: string) => {
      kept = (kept + line + '\n').slice(-STDERR_KEPT_CHARS);
      onLine?.(line);
    },
    text: () => kept,
  };
}
