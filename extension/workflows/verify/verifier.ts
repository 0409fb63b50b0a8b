import { randomUUID } from 'node:crypto';
import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { TargetFacts } from '../../core/sched-ext/target';
import type { Exit, Host } from '../../hosts/api';
import { noStorage } from '../no-storage';
import { checkTarget } from '../target-facts';

/** What bpftool said and ended with. */
export interface Answer {
  readonly log: string;
  readonly exitCode: number;
}

/**
 * A verifier on a target that waits for its object. Opened before the compiler is started, it costs a verdict
 * only the verifier's own time and one way over the network.
 */
export interface Verifier {
  /** Sends the object, once. */
  answer(object: Uint8Array): Promise<Outcome<Answer>>;
  /** There is no object after all; does nothing when it was sent. */
  end(): void;
  /** Settles when it waits no more, for whatever reason. */
  readonly ended: Promise<unknown>;
}

export interface VerifierOptions {
  readonly signal?: AbortSignal | undefined;
  /** `full`, the default, has the trace of the instructions. */
  readonly detail?: 'full' | 'brief';
  /** What root keeps; `least` is the default. */
  readonly capabilities?: 'least' | 'all';
}

/** Long enough for the trace of any scheduler that passes, also on an emulated machine. */
const FULL_TRACE_S = 20;

/** A machine that can be asked, and what is known of it. */
export interface Reached {
  readonly host: Host;
  readonly facts: TargetFacts;
}

/** A verifier to be used or ended when the build is over; none where the target can't verify. */
export function waitingVerifier(
  reached: Reached,
  { signal }: VerifierOptions,
): Verifier | undefined {
  const isAble = checkTarget(reached.facts, 'verify', reached.host.target.id) === null;
  return isAble ? openVerifier(reached, { signal }) : undefined;
}

/** As root only where the user's own capabilities do not suffice. */
export function openVerifier(
  { host, facts }: Reached,
  { signal, detail = 'full', capabilities = 'least' }: VerifierOptions,
): Verifier {
  let settle: (object: Uint8Array | null) => void = () => undefined;
  const input = new Promise<Uint8Array | null>((resolve) => {
    settle = resolve;
  });
  const exit = host.run('verify', {
    args: [detail, String(FULL_TRACE_S), capabilities, randomUUID()],
    input,
    signal,
    privileged: !facts.hasCapabilities,
  });
  return {
    async answer(object) {
      settle(afterItsSize(object));
      return answerOf(host.target.id, await exit);
    },
    end: () => {
      settle(null);
    },
    ended: exit,
  };
}

/** The script must know where the object ends: its standard input stays open. */
function afterItsSize(object: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${object.length}\n`), object]);
}

const STORAGE_LINE = /^scx-studio: cannot store the object: (.*)$/m;

function answerOf(name: string, outcome: Outcome<Exit>): Outcome<Answer> {
  if (outcome.kind !== 'ok') return outcome;
  const { stdout, stderr } = outcome.value;
  const storage = STORAGE_LINE.exec(stdout);
  if (storage) return failed(noStorage(name, storage[1] ?? ''));
  const end = /\n?scx-studio: bpftool exited (\d+)\n?$/.exec(stdout);
  if (!end) return failed(cutShort(name, stdout + stderr));
  return ok({ log: stdout.slice(0, end.index + 1), exitCode: Number(end[1]) });
}

function cutShort(name: string, said: string): Problem {
  return {
    kind: 'target',
    code: 'answer-cut-short',
    message: `Could not verify on ${name}: its answer ended half-way`,
    nextStep: 'Look at the target: it may have crashed or run out of memory. Then try again.',
    detail: said.slice(-2000).trim(),
  };
}
