import type { Finding } from '../../core/findings/finding';
import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { PutBack } from '../../core/sched-ext/put-back';
import type { TargetFacts } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import type { StepOptions, WorkflowContext } from '../context';
import type { SchedulerObject } from '../scheduler-object';
import type { Check } from '../doctor/check';
import { checkTarget } from '../target-facts';
import { noStorage } from '../no-storage';
import { explainEnd, explainTrial, type ExplainedEnd } from './end-explanation';
import type { EndedRun } from './end-report';
import { openLease, type Lease, type LeaseAnswer, type LeaseEnd, type Stopped } from './lease';
import { andPutsBack, busy, cutShort, leaseRanOut, takenOutByItself } from './load-problems';
import { warnBeforeLoad } from './load-warnings';
import type { Replacement } from './owner';

export interface LoadRequest {
  readonly object: SchedulerObject;
  readonly host: Host;
  readonly facts: TargetFacts;
  /** Takes out the scheduler that runs now; without it a busy target is a problem. */
  readonly replace?: Replacement | null;
  /** Without a sign of life for that long the target takes it out; DEFAULT_LEASE_S when absent. */
  readonly leaseSeconds?: number;
  /** A trial: the target takes it out after that time. */
  readonly trialSeconds?: number;
}

export const DEFAULT_LEASE_S = 10;

/** A scheduler that the kernel says is enabled, and the lease that takes it out again. */
export interface Run {
  readonly ops: string;
  readonly startedAt: Date;
  /** Settles when the scheduler is out. */
  unload(): Promise<RunEnd>;
  /** Leaves it loaded and ends the lease; settles when the target has agreed. */
  keep(): Promise<RunEnd>;
  /** The emergency stop over the lease's own channel; null when it does not answer. */
  stop(): Promise<Stopped | null>;
  readonly done: Promise<RunEnd>;
}

export type RunEnd = (
  | { readonly kind: 'unloaded' }
  /** It stays loaded, and nobody holds it any more. */
  | { readonly kind: 'kept' }
  /** The time of a trial is over. Findings are what the kernel log says of it. */
  | { readonly kind: 'trial'; readonly findings: readonly Finding[]; readonly log: string }
  /** The kernel threw it out. */
  | ({ readonly kind: 'ended' } & ExplainedEnd)
  /** The connection is gone; the target takes the scheduler out by itself. */
  | { readonly kind: 'lost'; readonly problem: Problem }
) &
  AfterReplacing;

interface AfterReplacing {
  /** What became of the replaced scheduler; absent when none was to be put back, or nobody is left to say it. */
  readonly putBack?: PutBack;
}

export type LoadResult =
  | { readonly kind: 'running'; readonly run: Run }
  | ({ readonly kind: 'rejected' } & ExplainedEnd & AfterReplacing);

export interface LoadOptions extends StepOptions {
  /** What asks for attention on the target and does not keep the load from being tried. */
  readonly onWarning?: (warning: Check) => void;
}

/**
 * Loads a scheduler under a lease: it stays as long as this process and its connection live, and not
 * longer. Running means that the kernel says enabled. Cancelling takes it out.
 */
export async function loadScheduler(
  context: WorkflowContext,
  request: LoadRequest,
  options: LoadOptions = {},
): Promise<Outcome<LoadResult>> {
  const problem = checkTarget(request.facts, 'load', request.host.target.id);
  if (problem) return failed(problem);
  const cancelled = () => options.signal?.aborted ?? false;
  if (cancelled()) return CANCELLED;
  warnBeforeLoad(context, request, options.onWarning);
  options.onProgress?.(`Loading on ${request.facts.kernelRelease}`);
  const lease = openLease(request.host, {
    object: request.object.bytes,
    runName: runName(),
    replace: request.replace ?? null,
    seconds: leaseSeconds(request),
    who: context.who,
    trialSeconds: request.trialSeconds ?? 0,
  });
  const release = () => {
    lease.release();
  };
  options.signal?.addEventListener('abort', release, { once: true });
  const answer = await lease.answer;
  options.signal?.removeEventListener('abort', release);
  if (cancelled()) {
    await lease.end;
    return CANCELLED;
  }
  return resultOf({ request, lease, studio: context.version }, answer);
}

const leaseSeconds = (request: LoadRequest) => request.leaseSeconds ?? DEFAULT_LEASE_S;

/** Distinct on one target: two windows may load in the same second. */
export function runName(): string {
  return `run-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

/** A load that has begun. */
interface Begun {
  readonly request: LoadRequest;
  readonly lease: Lease;
  /** Version of SCX Studio. */
  readonly studio: string;
}

function resultOf(begun: Begun, answer: LeaseAnswer): Outcome<LoadResult> {
  const { request, lease } = begun;
  const name = request.host.target.id;
  switch (answer.kind) {
    case 'running':
      return ok({ kind: 'running', run: runOf(begun, answer.ops) });
    case 'busy':
      return failed(busy(name, answer.ops));
    case 'storage':
      return failed(noStorage(name, answer.detail));
    case 'rejected':
      return ok({
        kind: 'rejected',
        ...explained(begun, { ops: null, startedAt: null }),
        ...afterReplacing(lease),
      });
    case 'gone':
      return goneWhileLoading(request, answer);
  }
}

function afterReplacing({ lines: { putBack } }: Lease): AfterReplacing {
  return putBack === null ? {} : { putBack };
}

function goneWhileLoading(
  request: LoadRequest,
  { outcome, registering }: Extract<LeaseAnswer, { kind: 'gone' }>,
): Outcome<LoadResult> {
  const name = request.host.target.id;
  const seconds = leaseSeconds(request);
  if (outcome.kind === 'ok') return failed(cutShort(name, seconds, outcome.value.stderr));
  if (outcome.kind === 'cancelled' || !registering) return outcome;
  return failed(takenOutByItself(outcome.problem, 'the scheduler', seconds));
}

function runOf(begun: Begun, ops: string): Run {
  const { lease } = begun;
  const run = { ops, startedAt: new Date() };
  const done = lease.end.then((end) => ({
    ...endOf(begun, run, end),
    ...afterReplacing(lease),
  }));
  return {
    ...run,
    done,
    unload: () => {
      lease.release();
      return done;
    },
    keep: () => {
      lease.keep();
      return done;
    },
    stop: () => lease.stop(),
  };
}

function endOf(
  begun: Begun,
  run: { readonly ops: string; readonly startedAt: Date },
  end: LeaseEnd,
): RunEnd {
  const { request, lease } = begun;
  const name = request.host.target.id;
  const seconds = leaseSeconds(request);
  const { ops } = run;
  switch (end.kind) {
    case 'unloaded':
    case 'kept':
      return { kind: end.kind };
    case 'trial':
      return { kind: 'trial', ...explainTrial(request.object, lease.lines, ops) };
    case 'ended':
      return { kind: 'ended', ...explained(begun, run) };
    case 'lease':
      return { kind: 'lost', problem: leaseRanOut(name, seconds) };
    case 'gone': {
      const problem =
        end.outcome.kind === 'problem'
          ? takenOutByItself(end.outcome.problem, `"${ops}"`, seconds)
          : cutShort(name, seconds, '');
      return { kind: 'lost', problem: request.replace?.putBack ? andPutsBack(problem) : problem };
    }
  }
}

function explained(
  { request: { object, host, facts }, lease, studio }: Begun,
  run: Pick<EndedRun, 'ops' | 'startedAt'>,
): ExplainedEnd {
  const made = { host, facts, subject: object.source, studio, clang: object.clang };
  return explainEnd(object, lease.lines, { ...made, ...run });
}
