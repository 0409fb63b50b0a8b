import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import { readProgramFile, type ProgramFile } from '../../core/sched-ext/program-file';
import type { Exit } from '../../hosts/api';
import type { StepOptions, WorkflowContext } from '../context';
import { checkTarget } from '../target-facts';
import { runName, type LoadResult, type Run, type RunEnd } from './load';
import { busy, cutShort, leaseRanOut, takenOutByItself } from './load-problems';
import type { EndedRun } from './end-report';
import { aftermath, explainLoaderEnd, explainRefusal } from './loader-end';
import {
  neverLoaded,
  noFolder,
  programProblem,
  startProblem,
  unreadableProgram,
} from './loader-problems';
import { leaseSeconds, startSeconds, type LoaderRequest } from './loader-request';
import { openLoader, type LoaderAnswer, type LoaderSession } from './loader-session';

const REPLACE_STEP =
  'Unload that one first, or replace it ("scx-studio run --replace" or "--put-back").';

/** A scheduler that its own program keeps loaded: the program is what is held by the lease. */
export interface LoaderRun extends Pick<Run, 'ops' | 'startedAt' | 'stop'> {
  /** It cannot be left loaded: its program's output has to go somewhere. */
  readonly keep: null;
  unload(): Promise<LoaderEnd>;
  readonly done: Promise<LoaderEnd>;
}

export type LoaderEnd = RunEnd & {
  /** Of the program, 128 and more: by a signal; null when nobody is left to say it. */
  readonly exitStatus: number | null;
  /** What it left behind, in sentences. */
  readonly notes: readonly string[];
};

export type LoaderResult =
  | { readonly kind: 'running'; readonly run: LoaderRun }
  | (Extract<LoadResult, { kind: 'rejected' }> & { readonly exitStatus: number | null });

/**
 * Runs a program that loads a scheduler by itself, under a lease: both stay as long as this process and
 * its connection live, and not longer. The program goes by SIGINT first. Cancelling ends it.
 */
export async function runLoader(
  context: WorkflowContext,
  request: LoaderRequest,
  options: StepOptions = {},
): Promise<Outcome<LoaderResult>> {
  const prepared = await prepare(context, request);
  if (prepared.kind !== 'ok') return prepared;
  const cancelled = () => options.signal?.aborted ?? false;
  if (cancelled()) return CANCELLED;
  const { bytes, name } = prepared.value;
  options.onProgress?.(`Sending ${name} to ${request.host.target.id}`);
  const session = openSession(context, request, bytes, name);
  const release = () => {
    session.release();
  };
  options.signal?.addEventListener('abort', release, { once: true });
  const answer = await session.answer;
  options.signal?.removeEventListener('abort', release);
  if (cancelled()) {
    await session.end;
    return CANCELLED;
  }
  return resultOf({ ...prepared.value, request, session, studio: context.version }, answer);
}

interface Prepared {
  readonly bytes: Uint8Array;
  readonly file: ProgramFile;
  readonly name: string;
}

async function prepare(
  context: WorkflowContext,
  { program, host, facts }: LoaderRequest,
): Promise<Outcome<Prepared>> {
  const problem = checkTarget(facts, 'run', host.target.id);
  if (problem) return failed(problem);
  const bytes = await context.files.readBytes(program);
  if (bytes === null) return failed(unreadableProgram(program));
  const name = program.replace(/^.*[\\/]/, '');
  const file = readProgramFile(bytes);
  const unfit = programProblem(name, file, facts, host.target.id);
  if (unfit !== null || file === null) return failed(unfit ?? unreadableProgram(program));
  return ok({ bytes, file, name });
}

function openSession(
  context: WorkflowContext,
  request: LoaderRequest,
  program: Uint8Array,
  name: string,
): LoaderSession {
  const order = {
    program,
    programName: name.replaceAll(/[^\w.-]/g, '_'),
    args: request.args,
    runName: runName(),
    replace: request.replace ?? null,
    seconds: leaseSeconds(request),
    who: context.who,
    trialSeconds: request.trialSeconds ?? 0,
    startSeconds: startSeconds(request),
    colour: request.colour ?? false,
  };
  return openLoader(request.host, order, request.onOutput);
}

interface Began extends Prepared {
  readonly request: LoaderRequest;
  readonly session: LoaderSession;
  /** Version of SCX Studio. */
  readonly studio: string;
}

async function resultOf(began: Began, answer: LoaderAnswer): Promise<Outcome<LoaderResult>> {
  const target = began.request.host.target.id;
  switch (answer.kind) {
    case 'running':
      return ok({ kind: 'running', run: runOf(began, answer.ops) });
    case 'busy':
      return failed({ ...busy(target, answer.ops), nextStep: REPLACE_STEP });
    case 'storage':
      return failed(noFolder(began.name, target, answer.detail));
    case 'over':
      return overWithoutRunning(began);
  }
}

async function overWithoutRunning(began: Began): Promise<Outcome<LoaderResult>> {
  const { request, session, name, file } = began;
  const target = request.host.target.id;
  const { speech } = session;
  const outcome = await session.end;
  if (!speech.isDone) return lostWhileStarting(began, outcome);
  if (speech.ending === 'never') {
    return failed(neverLoaded(name, target, startSeconds(request), speech.output));
  }
  const problem = startProblem(name, file, target, speech);
  if (problem !== null) return failed(problem);
  const { exitStatus } = speech;
  const run = endedRun(began, { ops: null, startedAt: null });
  const explained = explainRefusal(name, speech, run);
  return ok({ kind: 'rejected', ...explained, ...afterReplacing(speech), exitStatus });
}

/** What compiled its scheduler is the program's own affair. */
function endedRun(
  { request, studio }: Began,
  times: Pick<EndedRun, 'ops' | 'startedAt'>,
): EndedRun {
  return { ...request, subject: request.program, studio, clang: null, ...times };
}

function lostWhileStarting(
  { request, session, name }: Began,
  outcome: Outcome<Exit>,
): Outcome<LoaderResult> {
  const target = request.host.target.id;
  const seconds = leaseSeconds(request);
  if (outcome.kind === 'ok') return failed(cutShort(target, seconds, outcome.value.stderr));
  if (outcome.kind === 'cancelled' || !session.speech.isStarted) return outcome;
  return failed(takenOutByItself(outcome.problem, name, seconds));
}

function runOf(began: Began, ops: string): LoaderRun {
  const { session } = began;
  const startedAt = new Date();
  const run = endedRun(began, { ops, startedAt });
  const done = session.end.then((outcome) => endOf(began, run, outcome));
  return {
    ops,
    startedAt,
    done,
    keep: null,
    unload: () => {
      session.release();
      return done;
    },
    stop: () => session.stop(),
  };
}

function endOf(
  { request, session, name }: Began,
  run: EndedRun,
  outcome: Outcome<Exit>,
): LoaderEnd {
  const { speech } = session;
  const { exitStatus } = speech;
  const after = { exitStatus, notes: aftermath(name, speech), ...afterReplacing(speech) };
  const lost = (problem: Problem): LoaderEnd => ({ kind: 'lost', problem, ...after });
  const target = request.host.target.id;
  const seconds = leaseSeconds(request);
  if (outcome.kind === 'problem') {
    return lost(takenOutByItself(outcome.problem, `"${run.ops}"`, seconds));
  }
  const ending = speech.isDone ? speech.ending : null;
  if (ending === 'unloaded') return { kind: ending, ...after };
  if (ending === 'trial' || ending === 'ended') {
    return { kind: ending, ...explainLoaderEnd(name, speech, run), ...after };
  }
  return lost(ending === 'lease' ? leaseRanOut(target, seconds) : cutShort(target, seconds, ''));
}

const afterReplacing = ({ putBack }: LoaderSession['speech']) =>
  putBack === null ? {} : { putBack };
