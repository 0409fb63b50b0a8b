import type { Finding } from '../../core/findings/finding';
import { endedText } from '../../core/sched-ext/ended-text';
import { formatFinding } from '../../core/findings/format';
import { CANCELLED, ok, type Outcome } from '../../core/findings/problem';
import { plainLine } from '../../core/findings/terminal-text';
import type { ProgramVerdict } from '../../core/verifier/verdict';
import type { LoadResult } from '../../workflows/load/load';
import type { LoopOptions } from '../session/loop';
import { countOf, hasErrors } from '../session/report';
import type { Session } from '../session/session';
import type { TaskDefinition } from './task-definition';

/** As the command line: 0 fine, 1 findings or a scheduler that failed, 3 target or tool missing. */
export type TaskExit = 0 | 1 | 3;

export interface TaskRun {
  readonly session: Session;
  readonly definition: TaskDefinition;
  /** Absolute. */
  readonly source: string;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

export async function runTask(run: TaskRun): Promise<TaskExit> {
  const outcome = await runStep(run);
  switch (outcome.kind) {
    case 'ok':
      return outcome.value;
    case 'cancelled':
      run.print('Cancelled');
      return 1;
    case 'problem': {
      const { message, detail, nextStep } = outcome.problem;
      for (const text of [message, detail, nextStep]) printText(run, text);
      return 3;
    }
  }
}

function runStep(run: TaskRun): Promise<Outcome<TaskExit>> {
  switch (run.definition.task) {
    case 'build':
      return build(run);
    case 'verify':
      return verify(run);
    case 'load':
      return load(run);
  }
}

function optionsOf({ signal, print, definition }: TaskRun): LoopOptions {
  return { signal, onProgress: print, target: definition.target };
}

async function build(run: TaskRun): Promise<Outcome<TaskExit>> {
  const built = await run.session.loop.build(run.source, optionsOf(run));
  if (built.kind !== 'ok') return built;
  printFindings(run, built.value.findings);
  return ok(summed(run, built.value.findings));
}

async function verify(run: TaskRun): Promise<Outcome<TaskExit>> {
  const verified = await run.session.loop.verify(run.source, optionsOf(run));
  if (verified.kind !== 'ok') return verified;
  const { findings, verdict } = verified.value;
  const all = [...findings, ...(verdict?.findings ?? [])];
  printFindings(run, all);
  for (const program of verdict?.programs ?? []) run.print(programLine(program));
  return ok(summed(run, all));
}

/** Stays until the scheduler is out; ending the task takes it out. */
async function load(run: TaskRun): Promise<Outcome<TaskExit>> {
  const { session, signal } = run;
  const built = await session.loop.build(run.source, optionsOf(run));
  if (built.kind !== 'ok') return built;
  printFindings(run, built.value.findings);
  if (built.value.object === null) return ok(summed(run, built.value.findings));
  const loaded = await session.run.load(built.value, { ...optionsOf(run), replace: null });
  if (loaded.kind !== 'ok') return loaded;
  return loaded.value.kind === 'running'
    ? untilEnd(run, loaded.value, built.value.host.target.id, signal)
    : ok(rejected(run, loaded.value.findings));
}

function rejected(run: TaskRun, findings: readonly Finding[]): TaskExit {
  printFindings(run, findings);
  run.print('The kernel rejected the scheduler');
  return 1;
}

async function untilEnd(
  run: TaskRun,
  { run: scheduler }: Extract<LoadResult, { kind: 'running' }>,
  target: string,
  signal: AbortSignal,
): Promise<Outcome<TaskExit>> {
  run.print(`Running: ${scheduler.ops}; ending this task takes it out`);
  const unload = () => void scheduler.unload();
  signal.addEventListener('abort', unload, { once: true });
  if (signal.aborted) unload();
  const end = await scheduler.done;
  switch (end.kind) {
    case 'unloaded':
      run.print(`Unloaded ${scheduler.ops}`);
      return signal.aborted ? CANCELLED : ok(0);
    case 'kept':
      run.print(`${scheduler.ops} stays loaded`);
      return ok(0);
    case 'trial':
      return ok(0);
    case 'ended':
      printFindings(run, end.findings);
      run.print(endedText(scheduler.ops, target, end.findings));
      return ok(1);
    case 'lost':
      return { kind: 'problem', problem: end.problem };
  }
}

function summed(run: TaskRun, findings: readonly Finding[]): TaskExit {
  run.print(`${run.definition.task}: ${countOf(findings)}`);
  return hasErrors(findings) ? 1 : 0;
}

function printFindings(run: TaskRun, findings: readonly Finding[]): void {
  for (const finding of findings) {
    for (const line of formatFinding(finding)) run.print(line);
    printText(run, finding.explanation, '    ');
    printText(run, finding.suggestion, '    ');
  }
}

function printText({ print }: TaskRun, text: string | null, indent = ''): void {
  if (text === null || text === '') return;
  for (const line of text.split('\n')) print(indent + plainLine(line));
}

function programLine({ name, verdict, instructions, stackBytes }: ProgramVerdict): string {
  const parts = [
    `${name}: ${verdict}`,
    ...(instructions === null ? [] : [`${instructions} instructions`]),
    ...(stackBytes === null ? [] : [`${stackBytes} B stack`]),
  ];
  return parts.join(', ');
}
