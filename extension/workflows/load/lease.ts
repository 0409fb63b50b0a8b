import {
  createPostMortem,
  hearPostMortem,
  type PostMortem,
} from '../../core/exit-report/post-mortem';
import type { Outcome } from '../../core/findings/problem';
import { readPutBack, type PutBack } from '../../core/sched-ext/put-back';
import type { Exit, Host, RemoteSession } from '../../hosts/api';
import type { Replacement } from './owner';

/** Heartbeats in one lease: a few may be late before the remote side gives up. */
export const BEATS_PER_LEASE = 4;

/** What remote/load.sh is asked for; the script's header is the contract. */
export interface LeaseRequest {
  readonly object: Uint8Array;
  /** A name for this run: letters, digits, "_" and "-". */
  readonly runName: string;
  /** What may be taken out; with null, or when something else runs by then, the target is busy. */
  readonly replace: Replacement | null;
  /** Without a sign of life for that long the target takes the scheduler out. */
  readonly seconds: number;
  /** `user@machine` of this client. */
  readonly who: string;
  /** The target takes it out after that time; 0 for no end. */
  readonly trialSeconds: number;
}

/** What remote/load.sh says, in its order. */
export interface LeaseLines {
  /** bpftool's own lines. */
  readonly tool: string[];
  /** The kernel log since the load began, after a rejection or an end. */
  readonly log: string[];
  /** After a rejection or an end. */
  readonly postMortem: PostMortem;
  /** Of what was replaced, after the end; null when nothing was to be put back. */
  putBack: PutBack | null;
}

export type LeaseAnswer =
  | { readonly kind: 'running'; readonly ops: string }
  | { readonly kind: 'busy'; readonly ops: string }
  | { readonly kind: 'storage'; readonly detail: string }
  | { readonly kind: 'rejected' }
  /** The kernel may have it already when `registering`. */
  | { readonly kind: 'gone'; readonly outcome: Outcome<Exit>; readonly registering: boolean };

export type LeaseEnd =
  | { readonly kind: 'unloaded' | 'ended' | 'lease' | 'trial' | 'kept' }
  | { readonly kind: 'gone'; readonly outcome: Outcome<Exit> };

/** What took a scheduler out in an emergency: its link was removed, SysRq-S, none ran, or it still runs. */
export type Stopped = 'link' | 'sysrq' | 'nothing' | 'not';

export interface Lease {
  readonly lines: LeaseLines;
  /** Settles when the target has decided. */
  readonly answer: Promise<LeaseAnswer>;
  /** Settles when the scheduler is out again, kept, or when the connection is gone. */
  readonly end: Promise<LeaseEnd>;
  /** Asks for the end; `end` tells when it is done. */
  release(): void;
  /** Asks to leave the scheduler loaded; `end` tells when it is. */
  keep(): void;
  /** The emergency stop over this very channel; null when the channel ends without an answer. */
  stop(): Promise<Stopped | null>;
}

const ENDINGS = ['ended', 'unloaded', 'lease', 'trial', 'kept'] as const;
const STOPPED = ['link', 'sysrq', 'nothing', 'not'] as const;

/** Reads "stopped HOW" of remote/lib/scheduler.sh; null for every other line. */
export function readStopped(line: string): Stopped | null {
  return STOPPED.find((how) => line === `stopped ${how}`) ?? null;
}

/** Loads an object on a host and keeps it there with heartbeats until `release`. */
export function openLease(host: Host, request: LeaseRequest): Lease {
  const speech = createSpeech();
  const { object: input, seconds, runName, replace, who, trialSeconds } = request;
  const args = [
    String(input.length),
    String(seconds),
    runName,
    wishOf(replace),
    who,
    String(trialSeconds),
    replace === null ? '' : String(replace.sequence),
  ];
  const session = host.start('load', speech.hear, { args, input, privileged: true });
  const end = settle(session, speech, (seconds * 1000) / BEATS_PER_LEASE);
  return {
    lines: speech.lines,
    answer: speech.answer,
    end,
    release: () => {
      session.end();
    },
    keep: () => {
      session.send('keep');
    },
    stop: () => {
      session.send('stop');
      return Promise.race([speech.stopped, end.then(() => null)]);
    },
  };
}

/** The word for it of the scripts that load. */
export function wishOf(replace: Replacement | null): string {
  if (replace === null) return 'refuse';
  return replace.putBack ? 'put-back' : 'replace';
}

/** What the script has said so far. */
interface Speech {
  readonly lines: LeaseLines;
  readonly answer: Promise<LeaseAnswer>;
  readonly stopped: Promise<Stopped>;
  registering: boolean;
  ending: (typeof ENDINGS)[number] | null;
  /** All is taken out: before that line an ending is only what was begun. */
  isDone: boolean;
  hear: (line: string) => void;
  decide(answer: LeaseAnswer): void;
}

function createSpeech(): Speech {
  let decide: (answer: LeaseAnswer) => void = () => undefined;
  let stop: (how: Stopped) => void = () => undefined;
  let toolSpeaks = false;
  const speech: Speech = {
    lines: { tool: [], log: [], postMortem: createPostMortem(), putBack: null },
    answer: new Promise((resolve) => (decide = resolve)),
    stopped: new Promise((resolve) => (stop = resolve)),
    registering: false,
    ending: null,
    isDone: false,
    decide: (answer) => {
      decide(answer);
    },
    hear: (line) => {
      const [, key = '', value = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
      if (key === 'tool-exit') toolSpeaks = false;
      else if (toolSpeaks) speech.lines.tool.push(line);
      else if (key === 'tool') speech.registering = toolSpeaks = true;
      else if (key === 'log') speech.lines.log.push(value);
      else if (hearPostMortem(speech.lines.postMortem, key, value)) return;
      else if (key === 'running' || key === 'busy') decide({ kind: key, ops: value });
      else if (key === 'done') speech.isDone = true;
      else if (key === 'storage') decide({ kind: 'storage', detail: value });
      else speech.ending ??= ENDINGS.find((ending) => ending === key) ?? null;
      const how = readStopped(line);
      if (how !== null) stop(how);
      if (!toolSpeaks) speech.lines.putBack ??= readPutBack(line);
      // `rejected` is answered when its log lines have come.
    },
  };
  return speech;
}

async function settle(
  session: RemoteSession,
  speech: Speech,
  heartbeatMs: number,
): Promise<LeaseEnd> {
  const heartbeat = setInterval(() => {
    session.send('beat');
  }, heartbeatMs);
  const outcome = await session.done;
  clearInterval(heartbeat);
  const decided = outcome.kind === 'ok' && outcome.value.exitCode === 0;
  const { registering, ending, isDone } = speech;
  speech.decide(decided ? { kind: 'rejected' } : { kind: 'gone', outcome, registering });
  // The kernel itself ended it, or nothing is to be taken out: no more words are needed.
  const isCertain = isDone || ending === 'ended' || ending === 'kept';
  return ending !== null && isCertain ? { kind: ending } : { kind: 'gone', outcome };
}
