import { callbackCosts, type CallbackCost } from '../../core/callback-cost/callback-cost';
import { createCostReader, type CostReading } from '../../core/callback-cost/cost-reading';
import { failed, type Outcome } from '../../core/findings/problem';
import type { Exit, Host, RemoteSession } from '../../hosts/api';

export interface CostWatch {
  /** Milliseconds from one reading's answer to the next one's question. */
  readonly intervalMs: number;
  /** Of the time between the last two readings, the dearest first. */
  readonly onCosts: (costs: readonly CallbackCost[]) => void;
}

/** Code of the problem that the kernel does not count, which is no fault of the connection. */
export const COST_NOT_COUNTED = 'cost-not-counted';

/**
 * Has the target's kernel count what its struct_ops programs cost, and asks it now and then. The kernel counts
 * only until this ends, for whatever reason; while it does, every BPF program there is a little slower.
 */
export function watchCosts(
  host: Host,
  { intervalMs, onCosts }: CostWatch,
): Pick<RemoteSession, 'end' | 'done'> {
  const reader = createCostReader();
  let before: CostReading | null = null;
  let refusal: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  const session = host.start(
    'cost',
    (line) => {
      const answer = reader.push(line);
      if (answer?.kind === 'none') refusal = answer.words;
      if (answer?.kind !== 'reading') return;
      if (before !== null) onCosts(callbackCosts(before, answer.reading));
      before = answer.reading;
      timer = setTimeout(() => {
        session.send('again');
      }, intervalMs);
    },
    { privileged: true },
  );
  session.send('first');
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
  };
  return {
    end() {
      stop();
      session.end();
    },
    done: session.done.then((outcome) => {
      stop();
      return refusal === null ? outcome : notCounted(host, refusal);
    }),
  };
}

function notCounted({ target }: Host, words: string): Outcome<Exit> {
  return failed({
    kind: 'target',
    code: COST_NOT_COUNTED,
    message: `Could not measure callbacks on ${target.id}: its kernel does not count: ${words}`,
    nextStep:
      'It takes Linux 5.8 or later and root; a kernel that is locked down may refuse it to root, too.',
    detail: '',
  });
}
