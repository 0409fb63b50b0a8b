import type { Problem } from '../core/findings/problem';

/** The target's disk is full, or its temporary folder can't be written. */
export function noStorage(name: string, detail: string): Problem {
  return {
    kind: 'target',
    code: 'no-storage',
    message: `Could not send the scheduler to ${name}: its temporary folder took no file`,
    nextStep:
      'Free space in /tmp on the target, or set TMPDIR there to a folder that can be written.',
    detail,
  };
}
