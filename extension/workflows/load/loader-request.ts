import type { TargetFacts } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import { DEFAULT_LEASE_S } from './load';
import type { OutputStream } from './loader-session';
import type { Replacement } from './owner';

export interface LoaderRequest {
  /** Absolute path of the program, on this machine. */
  readonly program: string;
  readonly args: readonly string[];
  readonly host: Host;
  readonly facts: TargetFacts;
  /** Takes out the scheduler that runs now; without it a busy target is a problem. */
  readonly replace?: Replacement | null;
  /** Without a sign of life for that long the target ends it; DEFAULT_LEASE_S when absent. */
  readonly leaseSeconds?: number;
  /** The target ends it after that time. */
  readonly trialSeconds?: number;
  /** In that time the kernel must run a scheduler of it; DEFAULT_START_S when absent. */
  readonly startSeconds?: number;
  /** Its output goes to a terminal, which shows colours. */
  readonly colour?: boolean;
  /** Whole lines of the program, as they come. */
  readonly onOutput: (stream: OutputStream, line: string) => void;
}

export const DEFAULT_START_S = 60;

export const leaseSeconds = (request: LoaderRequest) => request.leaseSeconds ?? DEFAULT_LEASE_S;
export const startSeconds = (request: LoaderRequest) => request.startSeconds ?? DEFAULT_START_S;
