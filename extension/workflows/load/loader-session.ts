import {
  createPostMortem,
  hearPostMortem,
  type PostMortem,
} from '../../core/exit-report/post-mortem';
import type { Outcome } from '../../core/findings/problem';
import type { Exit, Host, RemoteSession } from '../../hosts/api';
import { readPutBack, type PutBack } from '../../core/sched-ext/put-back';
import { BEATS_PER_LEASE, readStopped, wishOf, type Stopped } from './lease';
import type { Replacement } from './owner';

/** What remote/run-loader.sh is asked for; the script's header is the contract. */
export interface LoaderOrder {
  readonly program: Uint8Array;
  /** Of letters, digits, ".", "_" and "-". */
  readonly programName: string;
  readonly args: readonly string[];
  readonly runName: string;
  /** What may be taken out; with null, or when something else runs by then, the target is busy. */
  readonly replace: Replacement | null;
  readonly seconds: number;
  readonly who: string;
  /** 0 for no end. */
  readonly trialSeconds: number;
  readonly startSeconds: number;
  /** Its output goes to a terminal. */
  readonly colour: boolean;
}

export type OutputStream = 'out' | 'err';

/** How it ended, in the script's words. */
export type LoaderEnding = (typeof ENDINGS)[number];
const ENDINGS = ['ended', 'rejected', 'never', 'lease', 'trial', 'unloaded'] as const;

/** All that the script has said, but for what goes on to the user at once. */
export interface LoaderSpeech {
  /** The last lines of the program, both streams in the order in which they came. */
  readonly output: string[];
  readonly log: string[];
  readonly postMortem: PostMortem;
  readonly pins: string[];
  ending: LoaderEnding | null;
  isStarted: boolean;
  exitStatus: number | null;
  leftProcesses: number;
  /** Of what was replaced; null when nothing was to be put back. */
  putBack: PutBack | null;
  isForced: boolean;
  /** All is taken out: before that line an ending is only what was begun. */
  isDone: boolean;
}

export type LoaderAnswer =
  | { readonly kind: 'running'; readonly ops: string }
  | { readonly kind: 'busy'; readonly ops: string }
  | { readonly kind: 'storage'; readonly detail: string }
  /** It is over, and nothing ran. */
  | { readonly kind: 'over' };

export interface LoaderSession {
  readonly speech: LoaderSpeech;
  /** Settles when the target has decided. */
  readonly answer: Promise<LoaderAnswer>;
  /** Settles when all is out, or when the connection is gone. */
  readonly end: Promise<Outcome<Exit>>;
  /** Asks for the end; `end` tells when it is done. */
  release(): void;
  /** The emergency stop over this very channel; null when the channel ends without an answer. */
  stop(): Promise<Stopped | null>;
}

/** What a verifier says of one program can be long; its reason is at the end. */
const OUTPUT_KEPT_LINES = 20_000;

/** A program that takes no signal is ended by force in some 8 s, on a slow machine in more. */
const STOP_GRACE_MS = 30_000;

/** Runs a program on a host and keeps it there with heartbeats until `release`. */
export function openLoader(
  host: Host,
  order: LoaderOrder,
  onOutput: (stream: OutputStream, line: string) => void,
): LoaderSession {
  const hearing = hear(onOutput);
  const { speech } = hearing;
  const session = host.start('run-loader', hearing.onLine, {
    args: argumentsOf(order),
    input: order.program,
    privileged: true,
    stopGraceMs: STOP_GRACE_MS,
  });
  const end = keepAlive(session, (order.seconds * 1000) / BEATS_PER_LEASE);
  const over = end.then((): LoaderAnswer => ({ kind: 'over' }));
  return {
    speech,
    answer: Promise.race([hearing.answer, over]),
    end,
    release: () => {
      session.end();
    },
    stop: () => {
      session.send('stop');
      return Promise.race([hearing.stopped, end.then(() => null)]);
    },
  };
}

function argumentsOf(order: LoaderOrder): readonly string[] {
  return [
    String(order.program.length),
    String(order.seconds),
    order.runName,
    wishOf(order.replace),
    order.who,
    String(order.trialSeconds),
    order.replace === null ? '' : String(order.replace.sequence),
    String(order.startSeconds),
    order.programName,
    order.colour ? 'colour' : 'plain',
    ...order.args,
  ];
}

function hear(onOutput: (stream: OutputStream, line: string) => void) {
  let answer: (answer: LoaderAnswer) => void = () => undefined;
  let stop: (how: Stopped) => void = () => undefined;
  const speech: LoaderSpeech = {
    output: [],
    log: [],
    postMortem: createPostMortem(),
    pins: [],
    ending: null,
    isStarted: false,
    exitStatus: null,
    leftProcesses: 0,
    putBack: null,
    isForced: false,
    isDone: false,
  };
  const onLine = (line: string) => {
    const [, key = '', value = ''] = /^(\S+) ?(.*)$/s.exec(line) ?? [];
    if (key === 'out' || key === 'err') {
      speech.output.push(value);
      if (speech.output.length > OUTPUT_KEPT_LINES) speech.output.shift();
      onOutput(key, value);
    } else if (key === 'running' || key === 'busy') answer({ kind: key, ops: value });
    else if (key === 'storage') answer({ kind: 'storage', detail: value });
    else note(speech, key, value);
    if (key.startsWith('put-back')) speech.putBack ??= readPutBack(line);
    const how = readStopped(line);
    if (how !== null) stop(how);
  };
  return {
    speech,
    onLine,
    answer: new Promise<LoaderAnswer>((resolve) => (answer = resolve)),
    stopped: new Promise<Stopped>((resolve) => (stop = resolve)),
  };
}

function note(speech: LoaderSpeech, key: string, value: string): void {
  if (key === 'started') speech.isStarted = true;
  else if (hearPostMortem(speech.postMortem, key, value)) return;
  else if (key === 'log') speech.log.push(value);
  else if (key === 'pin') speech.pins.push(value);
  else if (key === 'exit') speech.exitStatus = Number(value);
  else if (key === 'left') speech.leftProcesses = Number(value);
  else if (key === 'forced') speech.isForced = true;
  else if (key === 'done') speech.isDone = true;
  else speech.ending ??= ENDINGS.find((ending) => ending === key) ?? null;
}

async function keepAlive(session: RemoteSession, beatMs: number): Promise<Outcome<Exit>> {
  const beat = setInterval(() => {
    session.send('beat');
  }, beatMs);
  const outcome = await session.done;
  clearInterval(beat);
  return outcome;
}
