import { parseDmesg } from '../../core/kernel-log/kmsg';
import { runtimeFindings } from '../../core/kernel-log/runtime-findings';
import { recognise } from '../../core/kernel-log/sched-ext-event';
import { finding, type Finding } from '../../core/findings/finding';
import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { KernelRecord, TargetFacts } from '../../core/sched-ext/target';
import { explainLog } from '../../core/verifier/explain-log';
import type { Host } from '../../hosts/api';
import type { StepOptions, WorkflowContext } from '../context';
import type { SchedulerObject } from '../scheduler-object';
import { checkTarget } from '../target-facts';
import { noStorage, readObject, sourceResolver } from '../verify';
import { openLease, type Lease, type LeaseAnswer, type LeaseEnd } from './lease';

export interface LoadRequest {
  readonly object: SchedulerObject;
  readonly host: Host;
  readonly facts: TargetFacts;
  /** Takes out the scheduler that runs now; without it a busy target is a problem. */
  readonly replace?: boolean;
}

/** A scheduler that the kernel says is enabled, and the lease that takes it out again. */
export interface Run {
  readonly ops: string;
  readonly startedAt: Date;
  /** Settles when the scheduler is out. */
  unload(): Promise<RunEnd>;
  readonly done: Promise<RunEnd>;
}

export type RunEnd =
  | { readonly kind: 'unloaded' }
  /** The kernel threw it out. */
  | { readonly kind: 'ended'; readonly findings: readonly Finding[]; readonly log: string }
  /** The connection is gone; the target takes the scheduler out by itself. */
  | { readonly kind: 'lost'; readonly problem: Problem };

export type LoadResult =
  | { readonly kind: 'running'; readonly run: Run }
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[]; readonly log: string };

/**
 * Loads a scheduler under a lease: it stays as long as this process and its connection live, and not
 * longer. Running means that the kernel says enabled. Cancelling takes it out.
 */
export async function loadScheduler(
  context: WorkflowContext,
  request: LoadRequest,
  options: StepOptions = {},
): Promise<Outcome<LoadResult>> {
  const problem = checkTarget(request.facts, 'load', request.host.target.id);
  if (problem) return failed(problem);
  const bytes = await readObject(context, request.object);
  if (bytes.kind !== 'ok') return bytes;
  const cancelled = () => options.signal?.aborted ?? false;
  if (cancelled()) return CANCELLED;
  options.onProgress?.(`Loading on ${request.facts.kernelRelease}`);
  const lease = openLease(request.host, bytes.value, runName(), request.replace ?? false);
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
  return resultOf(context, request, lease, answer);
}

/** Distinct on one target: two windows may load in the same second. */
function runName(): string {
  return `run-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

async function resultOf(
  context: WorkflowContext,
  request: LoadRequest,
  lease: Lease,
  answer: LeaseAnswer,
): Promise<Outcome<LoadResult>> {
  const name = request.host.target.id;
  switch (answer.kind) {
    case 'running':
      return ok({ kind: 'running', run: runOf(context, request, lease, answer.ops) });
    case 'busy':
      return failed(busy(name, answer.ops));
    case 'storage':
      return failed(noStorage(name, answer.detail));
    case 'rejected':
      return ok({ kind: 'rejected', ...(await explain(context, request, lease, null)) });
    case 'gone':
      return answer.outcome.kind === 'ok'
        ? failed(cutShort(name, answer.outcome.value.stderr))
        : answer.outcome;
  }
}

function runOf(context: WorkflowContext, request: LoadRequest, lease: Lease, ops: string): Run {
  const done = lease.end.then((end) => endOf(context, request, lease, ops, end));
  return {
    ops,
    startedAt: new Date(),
    done,
    unload: () => {
      lease.release();
      return done;
    },
  };
}

async function endOf(
  context: WorkflowContext,
  request: LoadRequest,
  lease: Lease,
  ops: string,
  end: LeaseEnd,
): Promise<RunEnd> {
  const name = request.host.target.id;
  switch (end.kind) {
    case 'unloaded':
      return { kind: 'unloaded' };
    case 'ended':
      return { kind: 'ended', ...(await explain(context, request, lease, ops)) };
    case 'lease':
      return { kind: 'lost', problem: leaseRanOut(name) };
    case 'gone':
      return {
        kind: 'lost',
        problem: end.outcome.kind === 'problem' ? end.outcome.problem : cutShort(name, ''),
      };
  }
}

/** Why the kernel does not run it: what libbpf said, then what the kernel log says. */
async function explain(
  context: WorkflowContext,
  request: LoadRequest,
  lease: Lease,
  ops: string | null,
): Promise<{ findings: readonly Finding[]; log: string }> {
  const resolveFile = await sourceResolver(context, request.object);
  const toolText = lease.lines.tool.join('\n');
  const refused = explainLog(toolText, { resolveFile }).findings;
  const records = lease.lines.log.map(parseDmesg).filter((record) => record !== null);
  const ended = runtimeFindings(records, { ops }).map((one) => ({
    ...one,
    file: one.file ?? request.object.source,
  }));
  const log = [...lease.lines.tool, ...lease.lines.log].join('\n') + '\n';
  const findings = [...refused, ...ended];
  if (findings.some(({ severity }) => severity === 'error')) return { findings, log };
  if (wasUnregistered(records)) return { findings: [...findings, takenOut(log)], log };
  return { findings: [...findings, unexplained(request.object.source, log)], log };
}

/** What the kernel says of a scheduler whose pin was removed, on purpose, by somebody. */
function wasUnregistered(records: readonly KernelRecord[]): boolean {
  const ending = records.map(recognise).findLast((event) => event?.kind === 'disabled');
  return ending?.reason?.startsWith('unregistered from user space') === true;
}

function takenOut(log: string): Finding {
  return finding({
    code: 'run/taken-out',
    severity: 'note',
    message: 'Another program on the target, or another window, took this scheduler out',
    raw: log.trimEnd().split('\n').slice(-3),
  });
}

function unexplained(source: string, log: string): Finding {
  return finding({
    code: 'load/rejected',
    severity: 'error',
    message: 'The kernel does not run this scheduler, and says no reason that is known here',
    file: source,
    line: 1,
    explanation: 'What bpftool and the kernel log said since the load began follows.',
    suggestion: 'Open the kernel log of the target around this time.',
    raw: log.trimEnd().split('\n').slice(-20),
  });
}

function busy(name: string, ops: string): Problem {
  return {
    kind: 'target',
    code: 'busy',
    message: `Could not load on ${name}: ${ops === '' ? 'another scheduler' : `the scheduler "${ops}"`} runs there already`,
    nextStep: 'Unload that one first, or load with "replace" to take it out.',
    detail: ops,
  };
}

function cutShort(name: string, detail: string): Problem {
  return {
    kind: 'target',
    code: 'connection-lost',
    message: `Lost ${name} while the scheduler was loading or running there`,
    nextStep:
      'The target takes the scheduler out by itself within seconds. Look whether it crashed, then load again.',
    detail,
  };
}

function leaseRanOut(name: string): Problem {
  return {
    kind: 'target',
    code: 'lease-ran-out',
    message: `${name} took the scheduler out: no sign of life from this machine for too long`,
    nextStep:
      'This happens after a sleep or a network break. Load again when the connection is back.',
    detail: '',
  };
}
