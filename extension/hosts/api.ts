/**
 * The interfaces of this room: all that workflows/ may know of machines. Expected failures are
 * outcomes, not exceptions.
 */
import type { Outcome } from '../core/findings/problem';
import type { Target } from '../core/sched-ext/target';
import type { RemoteScript } from '../contracts/remote-scripts';

/** A finished process. */
export interface Exit {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolCommand {
  /** argv, the program first. No shell is ever involved. */
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Aborting ends the process; the outcome is then `cancelled`. */
  readonly signal?: AbortSignal | undefined;
}

/** Tools of the developer's machine: clang, llvm-strip, ssh. */
export interface Tools {
  /** First of `names` found on PATH (or that is an existing absolute path), as an absolute path. */
  find(names: readonly string[]): Promise<string | null>;
  /** A problem `tool-missing` when the program can't be started; a non-zero exit is an ok outcome. */
  run(command: ToolCommand): Promise<Outcome<Exit>>;
}

/** The developer's file system, as far as workflows need it. Paths are absolute. */
export interface Files {
  readText(path: string): Promise<string | null>;
  readBytes(path: string): Promise<Uint8Array | null>;
  /** Whole or not at all: written beside the target and renamed over it. Makes parent folders. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Never overwrites: false when the path exists. */
  create(path: string, content: string | Uint8Array): Promise<boolean>;
  exists(path: string): Promise<boolean>;
  /** Base names, sorted; empty when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  remove(path: string): Promise<void>;
  /** Where a path leads when all links are followed; null when it leads nowhere. */
  realPath(path: string): Promise<RealPath | null>;
  /** Milliseconds since the epoch, null when there is no such file. */
  modified(path: string): Promise<number | null>;
}

export interface RealPath {
  readonly path: string;
  /** Size of a regular file, null for anything else. */
  readonly fileBytes: number | null;
}

export interface RemoteRun {
  readonly args?: readonly string[];
  /**
   * Sent first on standard input; the channel stays open after it, so that its end means "stop". It may come
   * later than the script is started; null when it does not come: then the script is told to stop.
   */
  readonly input?: Uint8Array | Promise<Uint8Array | null>;
  readonly signal?: AbortSignal | undefined;
  /** Runs as root (directly, or by `sudo -n`). */
  readonly privileged?: boolean;
  /**
   * With `privileged`: nobody is asked for sudo's password; one that is not known yet is a problem. For scripts
   * that read no input: theirs ends at once.
   */
  readonly quiet?: boolean;
  /** What it gets to clean up after its input has ended, before its process is ended too; 10 s when absent. */
  readonly stopGraceMs?: number;
}

export interface RemoteSession {
  /** Sends one line to the script's standard input (a heartbeat, a request). */
  send(line: string): void;
  /** Closes standard input: the script takes back what it did and ends. */
  end(): void;
  /** Settles when the remote side is gone, for whatever reason. stdout is '' (it went to onLine). */
  readonly done: Promise<Outcome<Exit>>;
}

/**
 * One reachable machine. Everything that runs there is a script of remote/, under a POSIX sh, over
 * one shared connection; when the caller goes, the scripts end by themselves.
 */
export interface Host {
  readonly target: Target;
  /** False where each script makes a connection of its own, for which the user may be asked. */
  readonly sharesConnection: boolean;
  run(script: RemoteScript, options?: RemoteRun): Promise<Outcome<Exit>>;
  /** Like run, for what lasts: whole stdout lines arrive as they are written. */
  start(script: RemoteScript, onLine: (line: string) => void, options?: RemoteRun): RemoteSession;
  /** Ends the connection and everything on it. */
  dispose(): Promise<void>;
}

/** Makes the host of a target: opens the connection, boots the lab. */
export interface Hosts {
  connect(target: Target, options: ConnectOptions): Promise<Outcome<Host>>;
  /**
   * A host for a look: the open connection where there is one; else each command makes its own, which
   * asks nothing and leaves nothing. A lab that does not run is a problem `lab-not-running`.
   */
  visit(target: Target, options?: { readonly signal?: AbortSignal }): Promise<Outcome<Host>>;
  /** What can be a target on this machine, without asking any of them. */
  known(): Promise<KnownMachines>;
  /** The argv of an interactive session there; a lab that does not run is a problem `lab-not-running`. */
  terminal(target: Target): Promise<Outcome<readonly [string, ...string[]]>>;
  /** Ends the connection to a target, and a lab that was booted for it; a lab that somebody keeps goes on. */
  leave(target: Target): Promise<void>;
  /** Ends every connection and every lab this process owns. */
  dispose(): Promise<void>;
}

export interface KnownMachines {
  /** Names in the user's ssh configuration, in its order. */
  readonly sshHosts: readonly string[];
  /** Names of kernels (`6.18`) whose lab runs, and of those that boot without a download. */
  readonly labs: readonly { readonly kernel: string; readonly isRunning: boolean }[];
}

export interface ConnectOptions {
  readonly signal?: AbortSignal | undefined;
  /** One short line a step of what takes long: "Booting lab 6.18 …". */
  readonly onProgress?: (step: string) => void;
  /** Never ask the user anything: what would need an answer fails. */
  readonly quiet?: boolean;
}

/** What ssh or sudo on a target wants to know, in its own words. */
export interface Question {
  /** As the target is written. */
  readonly target: string;
  /**
   * `secret` is typed unseen; `yes-no` takes "yes", "no", or for a host key its fingerprint; `notice`
   * takes no answer: a key must be touched, and the signal says that it was.
   */
  readonly kind: 'secret' | 'yes-no' | 'notice';
  readonly text: string;
  /** How often this was asked before on this connection: more than 0 means that the answer was wrong. */
  readonly repeated: number;
}

/** Asks the user; null when the question was put away. The signal ends it when nobody waits any more. */
export type Asker = (question: Question, signal: AbortSignal) => Promise<string | null>;

/** Receives every command line before it runs, for the log channel (`$ clang …`). */
export type CommandLog = (line: string) => void;
