import type { Finding } from '../../core/findings/finding';
import { CANCELLED, ok, type Outcome } from '../../core/findings/problem';
import type { Target } from '../../core/sched-ext/target';
import { buildScheduler, type BuildRequest } from '../build/build';
import type { WorkflowContext } from '../context';
import type { SchedulerObject } from '../scheduler-object';
import { targetFacts } from '../target-facts';
import type { StandingVerifiers } from './standing-verifiers';
import { waitingVerifier, type Reached, type Verifier } from './verifier';
import { verifyScheduler, type VerifyResult } from './verify';

export interface MatrixRequest extends Omit<BuildRequest, 'host' | 'facts'> {
  /** The object is built once, for the types of the first of these that can be reached. */
  readonly targets: readonly Target[];
}

export interface MatrixRow {
  readonly target: Target;
  /** `uname -r`; null for a target that was not reached. */
  readonly kernel: string | null;
  readonly verdict: Outcome<VerifyResult>;
}

export interface Matrix {
  /** What the compiler said. */
  readonly build: readonly Finding[];
  /** In the order of the request; empty when nothing was built. */
  readonly rows: readonly MatrixRow[];
}

export interface MatrixOptions {
  readonly signal?: AbortSignal | undefined;
  /** One short line a stage of one target. */
  readonly onProgress?: (target: Target, stage: string) => void;
  readonly onRow?: (row: MatrixRow) => void;
  /** Where verifiers wait from the last time, and are to wait for the next. */
  readonly standing?: StandingVerifiers | undefined;
}

/**
 * Takes one object through the verifiers of many kernels side by side. A target that fails is a row with
 * its problem; the whole fails only when none of them can be reached to build for.
 */
export async function verifyMatrix(
  context: WorkflowContext,
  request: MatrixRequest,
  options: MatrixOptions = {},
): Promise<Outcome<Matrix>> {
  const reaching = request.targets.map((target) => ({
    target,
    reached: reach(context, target, options),
  }));
  try {
    const matrix = await buildAndAskAll(context, request, reaching, options);
    if (matrix.kind === 'ok') await prepareNext(reaching, matrix.value, options);
    return matrix;
  } finally {
    for (const { reached } of reaching) void reached.then(endVerifier);
  }
}

/** Not before all have answered: on this machine labs would have to share their processors with it. */
async function prepareNext(
  reaching: readonly Reaching[],
  { rows }: Matrix,
  { standing }: MatrixOptions,
): Promise<void> {
  const failing = new Set(
    rows.filter(({ verdict }) => verdict.kind !== 'ok').map(({ target }) => target),
  );
  for (const { target, reached } of reaching) {
    const outcome = await reached;
    if (outcome.kind === 'ok' && !failing.has(target)) standing?.prepare(outcome.value);
  }
}

function endVerifier(reached: Outcome<Asked>): void {
  if (reached.kind === 'ok') reached.value.verifier?.end();
}

async function buildAndAskAll(
  context: WorkflowContext,
  request: MatrixRequest,
  reaching: readonly Reaching[],
  options: MatrixOptions,
): Promise<Outcome<Matrix>> {
  const isCancelled = () => options.signal?.aborted === true;
  const built = await buildForFirst(context, request, reaching, options);
  if (isCancelled()) return CANCELLED;
  if (built.kind !== 'ok') return built;
  const { object, findings } = built.value;
  if (object === null) return ok({ build: findings, rows: [] });
  const rows = await Promise.all(
    reaching.map(async ({ target, reached }) => {
      const row = await rowOf(object, target, await reached, options);
      if (!isCancelled()) options.onRow?.(row);
      return row;
    }),
  );
  return isCancelled() ? CANCELLED : ok({ build: findings, rows });
}

interface Reaching {
  readonly target: Target;
  readonly reached: Promise<Outcome<Asked>>;
}

interface Asked extends Reached {
  /** undefined where the target can't verify. */
  readonly verifier: Verifier | undefined;
}

async function reach(
  { hosts }: WorkflowContext,
  target: Target,
  { signal, onProgress, standing }: MatrixOptions,
): Promise<Outcome<Asked>> {
  const report = (stage: string) => onProgress?.(target, stage);
  report('Connecting');
  const host = await hosts.connect(target, { signal, onProgress: report });
  if (host.kind !== 'ok') return host;
  const ready = standing?.take(host.value, signal);
  if (ready !== undefined) return ok(ready);
  const facts = await targetFacts(host.value, { signal });
  if (facts.kind !== 'ok') return facts;
  const reached = { host: host.value, facts: facts.value };
  return ok({ ...reached, verifier: waitingVerifier(reached, { signal }) });
}

/** Waits in the order of the request, so that the same targets always give the same object. */
async function buildForFirst(
  context: WorkflowContext,
  request: MatrixRequest,
  reaching: readonly Reaching[],
  { signal, onProgress }: MatrixOptions,
): Promise<Awaited<ReturnType<typeof buildScheduler>>> {
  let last: Outcome<never> = CANCELLED;
  for (const { target, reached } of reaching) {
    const outcome = await reached;
    if (outcome.kind === 'ok') {
      const report = (stage: string) => onProgress?.(target, stage);
      return buildScheduler(
        context,
        { ...request, ...outcome.value },
        { signal, onProgress: report },
      );
    }
    last = outcome;
  }
  return last;
}

async function rowOf(
  object: SchedulerObject,
  target: Target,
  reached: Outcome<Asked>,
  { signal, onProgress }: MatrixOptions,
): Promise<MatrixRow> {
  if (reached.kind !== 'ok') return { target, kernel: null, verdict: reached };
  const report = (stage: string) => onProgress?.(target, stage);
  const verdict = await verifyScheduler(
    { object, ...reached.value },
    { signal, onProgress: report },
  );
  return { target, kernel: reached.value.facts.kernelRelease, verdict };
}
