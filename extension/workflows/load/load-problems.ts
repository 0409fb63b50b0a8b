import type { Problem } from '../../core/findings/problem';

export function busy(name: string, ops: string): Problem {
  return {
    kind: 'target',
    code: 'busy',
    message: `Could not load on ${name}: ${ops === '' ? 'another scheduler' : `the scheduler "${ops}"`} runs there already`,
    nextStep: 'Unload that one first, or replace it ("scx-studio load --replace" or "--put-back").',
    detail: ops,
  };
}

export function cutShort(name: string, leaseSeconds: number, detail: string): Problem {
  return {
    kind: 'target',
    code: 'connection-lost',
    message: `Lost ${name} while the scheduler was loading or running there`,
    nextStep: `${byItself(leaseSeconds)} Look whether it crashed, then load again.`,
    detail,
  };
}

/** A connection's own problem, with what it means for the scheduler that ran over it. */
export function takenOutByItself(problem: Problem, what: string, leaseSeconds: number): Problem {
  return {
    ...problem,
    message: `${problem.message}, while ${what} was loaded there`,
    nextStep: `${byItself(leaseSeconds)} ${problem.nextStep}`,
  };
}

function byItself(leaseSeconds: number): string {
  return `The target takes the scheduler out by itself within ${leaseSeconds} s.`;
}

/** For a run that had replaced another scheduler. */
export function andPutsBack(problem: Problem): Problem {
  return {
    ...problem,
    nextStep: `${problem.nextStep} It also puts back the scheduler that this one replaced.`,
  };
}

export function leaseRanOut(name: string, leaseSeconds: number): Problem {
  return {
    kind: 'target',
    code: 'lease-ran-out',
    message: `${name} took the scheduler out: no sign of life from this machine for ${leaseSeconds} s`,
    nextStep:
      'This happens after a sleep or a network break. Load again when the connection is back.',
    detail: '',
  };
}
