import { CANCELLED, type Outcome } from '../../core/findings/problem';
import { exitText } from '../../workflows/load/loader-end';
import {
  runLoader,
  type LoaderEnd,
  type LoaderResult,
  type LoaderRun,
} from '../../workflows/load/loader-run';
import type { OutputStream } from '../../workflows/load/loader-session';
import type { Replacement } from '../../workflows/load/owner';
import { setting } from '../api/settings';
import type { Connected } from '../session/connection';
import { askReplace } from '../session/replacement';
import { settleRunElsewhere } from '../session/run-elsewhere';
import { baseName } from '../session/scheduler-sources';
import { SHOW_REPORT } from '../session/exit-reports';
import { showRunFindings } from '../session/run-findings';
import type { Session } from '../session/session';
import type { ChosenProgram } from './chosen-program';

export interface ProgramSurface {
  /** Aborted by Ctrl-C, and when the terminal is closed. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  readonly onOutput: (stream: OutputStream, line: string) => void;
}

/** Runs a program on the chosen target, from the first question to its last word. */
export async function runProgram(
  session: Session,
  chosen: ChosenProgram,
  surface: ProgramSurface,
): Promise<void> {
  const { signal, say } = surface;
  session.results.forget(chosen.path); // They are of the last time that it ran.
  const connected = await session.connection.connect({ signal, onProgress: say });
  if (connected.kind !== 'ok') {
    sayFailure(session, connected, say);
    return;
  }
  const outcome = await start(session, chosen, connected.value, surface);
  if (outcome.kind !== 'ok') {
    sayFailure(session, outcome, say);
    return;
  }
  if (outcome.value.kind === 'rejected') {
    const { findings, report } = outcome.value;
    for (const { message } of findings) say(message);
    await showRunFindings(session, { source: chosen.path, object: null }, outcome.value);
    session.reports.add({ report, object: null });
    session.notifications.warn(
      `${baseName(chosen.path)} did not load a scheduler: ${findings[0]?.message ?? ''}`,
      SHOW_REPORT,
    );
    return;
  }
  await hold(session, chosen, connected.value, outcome.value.run, surface);
}

/** First without consent; a scheduler in the way is named, and asked about. */
async function start(
  session: Session,
  chosen: ChosenProgram,
  connected: Connected,
  surface: ProgramSurface,
): Promise<Outcome<LoaderResult>> {
  const settled = await settleRunElsewhere(session, connected.host.target.id);
  if (settled.kind !== 'ok') return settled;
  const first = await attempt(session, chosen, connected, surface, null);
  if (first.kind !== 'problem' || first.problem.code !== 'busy') return first;
  const progress = { signal: surface.signal, onProgress: surface.say };
  const replace = await askReplace(session, connected, progress);
  if (replace.kind !== 'ok') return replace;
  return attempt(session, chosen, connected, surface, replace.value);
}

async function attempt(
  session: Session,
  { path, args }: ChosenProgram,
  { host, facts }: Connected,
  { signal, say, onOutput }: ProgramSurface,
  replace: Replacement | null,
): Promise<Outcome<LoaderResult>> {
  const activity = session.activities.begin(`load ${host.target.id}`, 'Starting', signal);
  const onProgress = (stage: string) => {
    activity.onProgress(stage);
    say(stage);
  };
  try {
    const leaseSeconds = setting('leaseSeconds');
    const request = { program: path, args, host, facts, replace, leaseSeconds, onOutput };
    const step = { signal: activity.signal, onProgress };
    return await runLoader(await session.context(), { ...request, colour: true }, step);
  } finally {
    activity.end();
  }
}

/** As the scheduler of this window, until it is out. */
async function hold(
  session: Session,
  { path }: ChosenProgram,
  { host, facts }: Connected,
  run: LoaderRun,
  { signal, say }: ProgramSurface,
): Promise<void> {
  session.run.hold({
    source: path,
    object: null,
    run,
    host,
    targetId: host.target.id,
    kernel: facts.kernelRelease,
  });
  say(`${run.ops} runs on ${host.target.id}: Ctrl-C, or closing this terminal, ends it`);
  const end = () => {
    void run.unload();
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  sayEnd(run, await run.done, say);
}

function sayEnd(run: LoaderRun, end: LoaderEnd, say: (text: string) => void): void {
  const findings = end.kind === 'ended' || end.kind === 'trial' ? end.findings : [];
  for (const { message } of findings) say(message);
  for (const note of end.notes) say(`Note: ${note}`);
  if (end.kind === 'lost') say(`${end.problem.message}. ${end.problem.nextStep}`);
  else say(`${run.ops} is out: its program ended ${exitText(end.exitStatus)}`);
}

function sayFailure(
  session: Session,
  outcome: Exclude<Outcome<unknown>, { kind: 'ok' }>,
  say: (text: string) => void,
): void {
  if (outcome.kind === CANCELLED.kind) return;
  const { problem } = outcome;
  say([problem.message, problem.nextStep].join('. '));
  session.notifications.problem(problem);
}
