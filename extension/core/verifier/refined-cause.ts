import type { Cause } from './causes/cause';
import type { KnownCause } from './causes';
import type { ProgramLog } from './log/program-log';
import { calleeAt, lastVisit } from './trace/calls';
import { isNumberAfter } from './trace/register-type';
import { releaseSteps } from './trace/resource-steps';

/** What the same line means where the trace says more: another function, another value. */
const ITERATOR_KEPT: Cause = {
  code: 'iterator',
  when: /^$/,
  message: 'The iterator that is begun at instruction $2 is not ended on this path',
  explanation:
    'An iterator holds what it goes through until its …_destroy; …_new counts even where it fails.',
  suggestion:
    'Use bpf_for_each(): it ends the iterator on every path. Else end it before each return.',
  atEnd: true,
};

const RELEASED_TWICE: Cause = {
  code: 'unreleased-reference',
  when: /^$/,
  message: 'This was released before on this path',
  named: '`$name` was released before on this path',
  explanation: 'With its release a pointer becomes a plain number: nothing may use it any more.',
  suggestion: 'Release exactly once, as the last thing that is done with it.',
};

/** The cause of an error line together with the trace before it. */
export function refinedCause(log: ProgramLog, known: KnownCause): KnownCause {
  const { code } = known.cause;
  if (code === 'unreleased-reference' && isIterator(log, known))
    return { ...known, ...as(known, ITERATOR_KEPT) };
  if (code === 'bad-argument' && isReleaseOfNumber(log))
    return { ...known, ...as(known, RELEASED_TWICE) };
  return known;
}

function as(known: KnownCause, cause: Cause): Pick<KnownCause, 'cause' | 'message'> {
  const message = cause.message.replaceAll('$2', known.groups[2] ?? '');
  return { cause, message };
}

/** `Unreleased reference id=1 alloc_insn=5`, and 5 is `call bpf_iter_scx_dsq_new`. */
function isIterator(log: ProgramLog, { groups }: KnownCause): boolean {
  const taken = lastVisit(log, log.lastInstruction, Number(groups[2] ?? Number.NaN));
  return taken !== null && /^bpf_iter_\w+_new$/.test(calleeAt(log, taken));
}

/** Kernels before 7.x say of a second release only that its argument is no pointer. */
function isReleaseOfNumber(log: ProgramLog): boolean {
  return releaseSteps(log).length > 0 && isNumberAfter(log, log.lastInstruction, 1);
}
