import type { Finding } from '../../core/findings/finding';
import { ok, type Outcome } from '../../core/findings/problem';
import { buildScheduler, type BuildRequest, type BuildResult } from '../../workflows/build/build';
import { BUILD_WHERE } from '../../workflows/build/build-place';
import type { WorkflowContext } from '../../workflows/context';
import type { SchedulerObject } from '../../workflows/scheduler-object';
import { buildAndVerify } from '../../workflows/verify/build-and-verify';
import type { VerifyResult } from '../../workflows/verify/verify';
import { setting } from '../api/settings';
import type { Activities } from './activities';
import type { Connected, Connection } from './connection';
import type { GivenObjects } from './given-objects';
import type { Results } from './results';
import { saveSource, sourceUri } from './scheduler-sources';

export interface LoopOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((stage: string) => void) | undefined;
  /** Another target than the chosen one. */
  readonly target?: string | undefined;
}

/** A source compiled for a target that was reached. */
export interface BuiltSource extends Connected {
  readonly source: string;
  readonly object: SchedulerObject | null;
  readonly findings: readonly Finding[];
  /** The text that was compiled. */
  readonly text: string;
}

export interface VerifiedSource extends BuiltSource {
  /** null when it did not compile. */
  readonly verdict: VerifyResult | null;
}

/** Build and verify as every front door (commands, save, tasks, load) uses them; results go to `results`. */
export interface Loop {
  build(source: string, options?: LoopOptions): Promise<Outcome<BuiltSource>>;
  verify(source: string, options?: LoopOptions): Promise<Outcome<VerifiedSource>>;
}

export interface LoopParts {
  readonly context: () => Promise<WorkflowContext>;
  readonly connection: Connection;
  readonly results: Results;
  readonly objects: GivenObjects;
  readonly activities: Activities;
}

export function createLoop(parts: LoopParts): Loop {
  return {
    build: (source, options = {}) =>
      asActivity(parts, source, options, (running) => buildOnly(parts, source, running)),
    verify: (source, options = {}) =>
      asActivity(parts, source, options, (running) => verify(parts, source, running)),
  };
}

type Running = LoopOptions & { readonly signal: AbortSignal; onProgress(stage: string): void };

async function asActivity<T>(
  { activities }: LoopParts,
  source: string,
  options: LoopOptions,
  work: (running: Running) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const activity = activities.begin(source, 'Starting', options.signal);
  const onProgress = (stage: string) => {
    activity.onProgress(stage);
    options.onProgress?.(stage);
  };
  try {
    return await work({ target: options.target, signal: activity.signal, onProgress });
  } finally {
    activity.end();
  }
}

/** A build without a verdict: what was verified of another text is no longer said. */
async function buildOnly(
  parts: LoopParts,
  source: string,
  running: Running,
): Promise<Outcome<BuiltSource>> {
  const built = await build(parts, source, running);
  if (built.kind !== 'ok') return built;
  const { text } = built.value;
  const known = parts.results.of(source);
  const isGiven = parts.objects.of(source) !== null; // Who built it says nothing of it here.
  if (isGiven || known?.verified?.text !== text) parts.results.update(source, { verified: null });
  if (isGiven || known?.matrix?.text !== text) parts.results.update(source, { matrix: null });
  return built;
}

async function build(
  parts: LoopParts,
  source: string,
  running: Running,
): Promise<Outcome<BuiltSource>> {
  const ready = await prepare(parts, source, running);
  if (ready.kind !== 'ok') return ready;
  const { context, request, text } = ready.value;
  const built = await buildScheduler(context, request, running);
  if (built.kind !== 'ok') return noticed(parts, request, built);
  showBuilt(parts, source, built.value);
  return ok({ ...request, ...built.value, text });
}

async function verify(
  parts: LoopParts,
  source: string,
  running: Running,
): Promise<Outcome<VerifiedSource>> {
  const ready = await prepare(parts, source, running);
  if (ready.kind !== 'ok') return ready;
  const { context, request, text } = ready.value;
  const outcome = await buildAndVerify(context, request, {
    ...running,
    onBuilt: (built) => {
      showBuilt(parts, source, built);
    },
  });
  if (outcome.kind !== 'ok') return noticed(parts, request, outcome);
  const { verdict } = outcome.value;
  if (verdict !== null) {
    const { log, resolveFile } = verdict;
    const { host, facts } = request;
    const place = { target: host.target.id, kernel: facts.kernelRelease };
    const verified = { verdict, log, ...place, text, resolveFile };
    parts.results.update(source, { verified, matrix: null });
  }
  return ok({ ...request, ...outcome.value, text });
}

interface Ready {
  readonly context: WorkflowContext;
  readonly request: BuildRequest;
  /** The text that will be compiled. */
  readonly text: string;
}

/** Saves the source and reaches the target. */
async function prepare(
  parts: LoopParts,
  source: string,
  running: Running,
): Promise<Outcome<Ready>> {
  const text = await saveSource(source);
  const connected = await parts.connection.connect(running);
  if (connected.kind !== 'ok') return connected;
  const uri = sourceUri(source);
  const clang = setting('clangPath', uri);
  const request = {
    source,
    ...connected.value,
    where: BUILD_WHERE.find((known) => known === setting('buildWhere', uri)) ?? 'auto',
    clang: clang === '' ? null : clang,
    extraFlags: setting('clangExtraFlags', uri),
    object: parts.objects.of(source),
  };
  return ok({ context: await parts.context(), request, text });
}

function showBuilt(
  { results }: LoopParts,
  source: string,
  { object, findings }: BuildResult,
): void {
  results.update(source, {
    build: findings,
    ...(object === null ? { verified: null, matrix: null } : {}),
    run: null,
  });
}

/** A target that failed a step is asked again what it is before the next one. */
function noticed<T extends Outcome<unknown>>(
  { connection }: LoopParts,
  { host }: Connected,
  outcome: T,
): T {
  if (outcome.kind === 'problem' && outcome.problem.kind === 'target') {
    connection.lost(host, outcome.problem);
  }
  return outcome;
}
