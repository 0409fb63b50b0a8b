import type { Problem } from '../../core/findings/problem';

export function busy(name: string, ops: string): Problem {
  return {
    kind: 'target',
    code: 'busy',
    message: `Could not load on ${name}: ${ops === '' ? 'another scheduler' : `the scheduler "${ops}"`} runs there already`,
    nextStep: 'Unload that one first, or load with "replace" to take it out.',
    detail: ops,
  };
}

export function cutShort(name: string, detail: string): Problem {
  return {
    kind: 'target',
    code: 'connection-lost',
    message: `Lost ${name} while the scheduler was loading or running there`,
    nextStep:
      'The target takes the scheduler out by itself within seconds. Look whether it crashed, then load again.',
    detail,
  };
}

export function leaseRanOut(name: string): Problem {
  return {
    kind: 'target',
    code: 'lease-ran-out',
    message: `${name} took the scheduler out: no sign of life from this machine for too long`,
    nextStep:
      'This happens after a sleep or a network break. Load again when the connection is back.',
    detail: '',
  };
}
