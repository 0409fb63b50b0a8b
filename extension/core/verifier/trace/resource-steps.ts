import type { KnownCause } from '../causes';
import type { ProgramLog } from '../log/program-log';
import type { Step } from '../related-places';
import { branchWords } from './branch-words';
import { calleeAt, callsBefore, lastCall, lastOpen, lastVisit } from './calls';
import { failingPath } from './failing-path';
import { originOf } from './value-origin';

interface Pair {
  /** Error lines that are about it. */
  readonly about: RegExp;
  readonly opens: RegExp;
  readonly closes: RegExp;
  readonly message: string;
}

/** What a program can hold; the first that an error line names counts. */
const HELD: readonly Pair[] = [
  {
    about: /rcu/i,
    opens: /^bpf_rcu_read_lock$/,
    closes: /^bpf_rcu_read_unlock$/,
    message: 'RCU is locked here',
  },
  {
    about: /preempt/i,
    opens: /^bpf_preempt_disable$/,
    closes: /^bpf_preempt_enable$/,
    message: 'preemption is switched off here',
  },
  {
    about: /irq/i,
    opens: /^bpf_local_irq_save$|_lock_irqsave$/,
    closes: /^bpf_local_irq_restore$|_unlock_irqrestore$/,
    message: 'interrupts are switched off here',
  },
  {
    about: /lock/i,
    opens: /^bpf_(?:res_)?spin_lock(?:_irqsave)?$/,
    closes: /^bpf_(?:res_)?spin_unlock(?:_irqrestore)?$/,
    message: 'the lock is taken here',
  },
];

/** Where the lock was taken that is held, or was released that is not. */
export function lockSteps(log: ProgramLog, { line }: KnownCause): readonly Step[] {
  const pair = HELD.find(({ about }) => about.test(line));
  if (!pair) return [];
  const held = lastOpen(log, log.lastInstruction, pair.opens, pair.closes);
  if (held) return [...stepAt(log, held.line, pair.message), ...branchSteps(log, held.line)];
  const released = lastCall(log, log.lastInstruction, (callee) => pair.closes.test(callee));
  return released ? stepAt(log, released.line, 'it is released here already') : [];
}

/** Where the reference was taken that is kept, or was released that is released again. */
export function referenceSteps(log: ProgramLog, { groups, line }: KnownCause): readonly Step[] {
  const taken = lastVisit(log, log.lastInstruction, Number(groups[2] ?? Number.NaN));
  if (taken !== null) {
    const step = stepAt(log, taken, `${calleeAt(log, taken)}() takes the reference here`);
    return [...step, ...branchSteps(log, taken)];
  }
  const register = Number(/R(\d)/.exec(line)?.[1] ?? 1);
  const origin = originOf(log, log.lastInstruction, register);
  return [
    ...(origin ? stepAt(log, origin.line, 'what is released comes from here') : []),
    ...releaseSteps(log),
  ];
}

/** An earlier release on the way to a call that releases. */
export function releaseSteps(log: ProgramLog): readonly Step[] {
  const release = calleeAt(log, log.lastInstruction);
  if (!/_(?:release|put\w*|drop\w*|discard\w*|submit\w*|destroy)$/.test(release)) return [];
  const earlier = lastCall(log, log.lastInstruction, (callee) => callee === release);
  return earlier ? stepAt(log, earlier.line, `${release}() was called here before`) : [];
}

/** Where the iterator was begun, and where it was ended. */
export function iteratorSteps(log: ProgramLog): readonly Step[] {
  const begun = lastCall(log, log.lastInstruction, (callee) => /^bpf_iter_\w+_new$/.test(callee));
  const ended = lastCall(log, log.lastInstruction, (callee) =>
    /^bpf_iter_\w+_destroy$/.test(callee),
  );
  return [
    ...(begun ? stepAt(log, begun.line, 'the iterator is begun here') : []),
    ...(ended ? stepAt(log, ended.line, 'the iterator is ended here') : []),
  ];
}

const TAKES_CALLBACK =
  /^bpf_(?:loop|for_each_map_elem|timer_set_callback|wq_set_callback\w*|rbtree_add\w*|user_ringbuf_drain|find_vma)$/;

/** Does a function of the kernel call one of the program? */
export const takesCallback = (callee: string): boolean => TAKES_CALLBACK.test(callee);

/** The call that hands the callback to the kernel. */
export function callbackSteps(log: ProgramLog): readonly Step[] {
  const call = lastCall(log, log.lastInstruction, takesCallback);
  return call ? stepAt(log, call.line, `${call.callee}() is given the callback here`) : [];
}

/** Calls of functions of the program on the way, the outermost first, each line once. */
export function chainSteps(log: ProgramLog): readonly Step[] {
  const found = new Map<string, Step>();
  for (const { line, callee } of callsBefore(log, log.end)) {
    if (!callee.startsWith('pc') && !takesCallback(callee)) continue;
    for (const step of stepAt(log, line, 'a function is called here'))
      found.set(`${step.place.line} ${step.place.file}`, step);
    if (found.size === BRANCHES) break;
  }
  return [...found.values()].reverse();
}

/** Longer ways are cut at their beginning: the last branches are those that matter. */
const BRANCHES = 12;

/** The branches on the way from a log line to the end, oldest first. */
function branchSteps(log: ProgramLog, from: number): readonly Step[] {
  // A condition of several parts is several branches: the last of a line decides.
  const found = new Map<string, Step>();
  let next = -1;
  for (const line of failingPath(log, log.lastInstruction)) {
    if (line <= from || found.size === BRANCHES) break;
    const instruction = log.lines.instruction(line);
    const [, text] = /^\d+: \([0-9a-f]{2}\) (if .*? goto \S+)/.exec(log.bare(line)) ?? [];
    if (text !== undefined)
      for (const step of stepAt(log, line, branchWords(text, next !== instruction + 1))) {
        const key = `${step.place.line} ${step.place.file}`;
        if (!found.has(key)) found.set(key, step);
      }
    next = instruction;
  }
  return [...found.values()].reverse();
}

function stepAt(log: ProgramLog, line: number, message: string): readonly Step[] {
  const place = log.placeOf(line);
  return place ? [{ place, message }] : [];
}
