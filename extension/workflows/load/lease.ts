import type { Outcome } from '../../core/findings/problem';
import type { Exit, Host, RemoteSession } from '../../hosts/api';

/** The remote side takes the scheduler out when no heartbeat came for this long. */
const LEASE_S = 10;
const HEARTBEAT_MS = 2500;

/** What remote/load.sh says, in its order; the script's header is the contract. */
export interface LeaseLines {
  /** bpftool's own lines. */
  readonly tool: string[];
  /** The kernel log since the load began, after a rejection or an end. */
  readonly log: string[];
}

export type LeaseAnswer =
  | { readonly kind: 'running'; readonly ops: string }
  | { readonly kind: 'busy'; readonly ops: string }
  | { readonly kind: 'storage'; readonly detail: string }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'gone'; readonly outcome: Outcome<Exit> };

export type LeaseEnd =
  | { readonly kind: 'unloaded' | 'ended' | 'lease' }
  | { readonly kind: 'gone'; readonly outcome: Outcome<Exit> };

export interface Lease {
  readonly lines: LeaseLines;
  /** Settles when the target has decided. */
  readonly answer: Promise<LeaseAnswer>;
  /** Settles when the scheduler is out again, or when the connection is gone. */
  readonly end: Promise<LeaseEnd>;
  /** Asks for the end; `end` tells when it is done. */
  release(): void;
}

const isEnding = (key: string): key is 'ended' | 'unloaded' | 'lease' =>
  ['ended', 'unloaded', 'lease'].includes(key);

/** Loads `input` on a host and keeps it there with heartbeats until `release`. */
export function openLease(host: Host, input: Uint8Array, runName: string, replace: boolean): Lease {
  const lines: LeaseLines = { tool: [], log: [] };
  let resolve: (answer: LeaseAnswer) => void = () => undefined;
  const answer = new Promise<LeaseAnswer>((settled) => {
    resolve = settled;
  });
  let ending: LeaseEnd['kind'] | null = null;
  let toolSpeaks = false;
  const onLine = (line: string) => {
    const [, key = '', value = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    if (key === 'tool-exit') toolSpeaks = false;
    else if (toolSpeaks) lines.tool.push(line);
    else if (key === 'tool') toolSpeaks = true;
    else if (key === 'log') lines.log.push(value);
    else if (key === 'running' || key === 'busy') resolve({ kind: key, ops: value });
    else if (key === 'storage') resolve({ kind: 'storage', detail: value });
    else if (isEnding(key)) ending = key;
    // `rejected` is answered when its log lines have come; other lines are the login shell's noise.
  };
  const args = [String(input.length), String(LEASE_S), runName, replace ? 'replace' : 'refuse'];
  const session = host.start('load', onLine, { args, input, privileged: true });
  return {
    lines,
    answer,
    end: settle(session, resolve, () => ending),
    release: () => {
      session.end();
    },
  };
}

async function settle(
  session: RemoteSession,
  answer: (answer: LeaseAnswer) => void,
  ending: () => LeaseEnd['kind'] | null,
): Promise<LeaseEnd> {
  const heartbeat = setInterval(() => {
    session.send('beat');
  }, HEARTBEAT_MS);
  const outcome = await session.done;
  clearInterval(heartbeat);
  const decided = outcome.kind === 'ok' && outcome.value.exitCode === 0;
  answer(decided ? { kind: 'rejected' } : { kind: 'gone', outcome });
  const kind = ending();
  return kind === null || kind === 'gone' ? { kind: 'gone', outcome } : { kind };
}
