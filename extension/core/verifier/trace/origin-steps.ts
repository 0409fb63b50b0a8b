import type { KnownCause } from '../causes';
import type { ProgramLog } from '../log/program-log';
import type { Step } from '../related-places';
import {
  callbackSteps,
  chainSteps,
  iteratorSteps,
  lockSteps,
  referenceSteps,
} from './resource-steps';
import {
  argumentSteps,
  indexSteps,
  memorySteps,
  nullSteps,
  pointerSteps,
  returnSteps,
} from './value-steps';
import { hotSteps, loopSteps } from './visit-steps';

type Finder = (log: ProgramLog, known: KnownCause) => readonly Step[];

const FINDERS: Readonly<Record<string, Finder>> = {
  'null-pointer': nullSteps,
  'out-of-bounds': indexSteps,
  'pointer-arithmetic': pointerSteps,
  'bad-argument': argumentSteps,
  'bad-return': returnSteps,
  'read-only-write': memorySteps,
  'unreleased-reference': referenceSteps,
  'lock-held': lockSteps,
  'sleepable-context': lockSteps,
  'too-complex': hotSteps,
  'infinite-loop': loopSteps,
  iterator: iteratorSteps,
  callback: callbackSteps,
  'stack-limit': chainSteps,
};

/** Where the cause of an error lies, worked out from the trace; oldest first. */
export function originSteps(log: ProgramLog, known: KnownCause | null): Step[] {
  const finder = known ? FINDERS[known.cause.code] : undefined;
  return known && finder ? [...finder(log, known)] : [];
}
