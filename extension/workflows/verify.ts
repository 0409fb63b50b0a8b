import { randomUUID } from 'node:crypto';
import { finding, type Finding } from '../core/findings/finding';
import { failed, ok, type Outcome, type Problem } from '../core/findings/problem';
import type { TargetFacts } from '../core/sched-ext/target';
import type { Verdict } from '../core/verifier/verdict';
import type { Host } from '../hosts/api';
import type { StepOptions, WorkflowContext } from './context';
import { explainLongLog } from './long-log';
import type { SchedulerObject } from './scheduler-object';
import { sourcePlaces, type SourcePlaces } from './source-places';
import { checkTarget } from './target-facts';

export interface VerifyRequest {
  readonly object: SchedulerObject;
  readonly host: Host;
  readonly facts: TargetFacts;
}

/** A verdict with all that libbpf and the kernel said. */
export interface VerifyResult extends Verdict, Pick<SourcePlaces, 'resolveFile'> {
  readonly log: string;
}

/**
 * Takes an object through the verifier of a target's kernel without attaching it. Cancelling ends
 * the verification on the target too.
 */
export async function verifyScheduler(
  context: WorkflowContext,
  request: VerifyRequest,
  options: StepOptions = {},
): Promise<Outcome<VerifyResult>> {
  const problem = checkTarget(request.facts, 'verify', request.host.target.id);
  if (problem) return failed(problem);
  const bytes = await readObject(context, request.object);
  if (bytes.kind !== 'ok') return bytes;
  options.onProgress?.(`Verifying on ${request.facts.kernelRelease}`);
  const full = await ask(request, bytes.value, 'full', options.signal);
  if (full.kind !== 'ok') return full;
  const answer = await askAgain(request, bytes.value, full.value, options.signal);
  if (answer.kind !== 'ok') return answer;
  return ok(await verdictOf(context, request.object, answer.value));
}

/** Where the first way of asking could not do. */
function askAgain(
  request: VerifyRequest,
  input: Uint8Array,
  answer: Answer,
  signal: AbortSignal | undefined,
): Promise<Outcome<Answer>> {
  if (outgrewBuffer(answer)) return ask(request, input, 'brief', signal);
  if (missesModules(answer)) return ask(request, input, 'full', signal, 'all');
  return Promise.resolve(ok(answer));
}

/** The object as it is sent. */
export async function readObject(
  context: WorkflowContext,
  object: SchedulerObject,
): Promise<Outcome<Uint8Array>> {
  const bytes = await context.files.readBytes(object.strippedPath);
  return bytes ? ok(bytes) : failed(objectGone(object));
}

interface Answer {
  readonly log: string;
  readonly exitCode: number;
}

/** Long enough for the trace of any scheduler that passes, also on an emulated machine. */
const FULL_TRACE_S = 20;
const STORAGE_LINE = /^scx-studio: cannot store the object: (.*)$/m;

/** As root only where the user's own capabilities do not suffice. */
async function ask(
  { host, facts }: VerifyRequest,
  input: Uint8Array,
  detail: 'full' | 'brief',
  signal: AbortSignal | undefined,
  capabilities: 'least' | 'all' = 'least',
): Promise<Outcome<Answer>> {
  const args = [String(input.length), detail, String(FULL_TRACE_S), capabilities, randomUUID()];
  const outcome = await host.run('verify', {
    args,
    input,
    signal,
    privileged: !facts.hasCapabilities,
  });
  if (outcome.kind !== 'ok') return outcome;
  const { stdout, stderr } = outcome.value;
  const storage = STORAGE_LINE.exec(stdout);
  if (storage) return failed(noStorage(host.target.id, storage[1] ?? ''));
  const end = /\n?scx-studio: bpftool exited (\d+)\n?$/.exec(stdout);
  if (!end) return failed(cutShort(host.target.id, stdout + stderr));
  return ok({ log: stdout.slice(0, end.index + 1), exitCode: Number(end[1]) });
}

/** libbpf gives up at a log of 16 MB with the kernel's ENOSPC: the trace was too long, not the program. */
function outgrewBuffer({ log, exitCode }: Answer): boolean {
  return exitCode !== 0 && /failed(?: to load)?: (?:-28|-ENOSPC|No space left on device)/.test(log);
}

/** Only cap_sys_admin may list the BTF of modules (kernel/bpf/syscall.c of 6.12, bpf_obj_get_next_id). */
function missesModules({ log, exitCode }: Answer): boolean {
  return exitCode !== 0 && log.includes('not found in kernel or module BTFs');
}

async function verdictOf(
  context: WorkflowContext,
  object: SchedulerObject,
  { log, exitCode }: Answer,
): Promise<VerifyResult> {
  const places = await sourcePlaces(context, object);
  const { findings, programs } = await explainLongLog(log, places);
  const { resolveFile } = places;
  const verdict = { findings: await places.place(findings), programs, resolveFile };
  const explained = findings.some(({ severity }) => severity === 'error');
  if (exitCode === 0 || explained) return { ...verdict, log };
  const unexplained = await places.place([unexplainedRefusal(log, exitCode)]);
  return { ...verdict, findings: [...verdict.findings, ...unexplained], log };
}

/** libbpf and bpftool end with lines that only say that it failed. */
const SUMMARY = /^Error: |^libbpf: failed to load object /;

function unexplainedRefusal(log: string, exitCode: number): Finding {
  const raw = log.trimEnd().split('\n').slice(-10);
  const statement = raw.findLast((line) => /error|fail/i.test(line) && !SUMMARY.test(line)) ?? null;
  return finding({
    code: 'verifier/other',
    severity: 'error',
    message: statement ?? raw.findLast((line) => line !== '') ?? `bpftool exited ${exitCode}`,
    explanation:
      'The target refused the object before or beside the verifier; its own words follow.',
    statement,
    raw,
  });
}

function objectGone(object: SchedulerObject): Problem {
  return {
    kind: 'internal',
    code: 'object-gone',
    message: `Could not read ${object.strippedPath}: it was removed after the build`,
    nextStep: 'Build again.',
    detail: '',
  };
}

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

function cutShort(name: string, said: string): Problem {
  return {
    kind: 'target',
    code: 'answer-cut-short',
    message: `Could not verify on ${name}: its answer ended half-way`,
    nextStep: 'Look at the target: it may have crashed or run out of memory. Then try again.',
    detail: said.slice(-2000).trim(),
  };
}
