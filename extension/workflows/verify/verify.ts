import { finding, type Finding } from '../../core/findings/finding';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import type { TargetFacts } from '../../core/sched-ext/target';
import type { Verdict } from '../../core/verifier/verdict';
import type { Host } from '../../hosts/api';
import type { StepOptions } from '../context';
import type { SchedulerObject } from '../scheduler-object';
import { sourcePlaces, type SourcePlaces } from '../source-places';
import { checkTarget } from '../target-facts';
import { explainLongLog } from './long-log';
import { openVerifier, type Answer, type Verifier, type VerifierOptions } from './verifier';

export interface VerifyRequest {
  readonly object: SchedulerObject;
  readonly host: Host;
  readonly facts: TargetFacts;
  /** One that waits there for this object already. */
  readonly verifier?: Verifier | undefined;
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
  request: VerifyRequest,
  options: StepOptions = {},
): Promise<Outcome<VerifyResult>> {
  const problem = checkTarget(request.facts, 'verify', request.host.target.id);
  if (problem) return failed(problem);
  options.onProgress?.(`Verifying on ${request.facts.kernelRelease}`);
  const answer = await ask(request, options.signal);
  return answer.kind === 'ok' ? ok(await verdictOf(request.object, answer.value)) : answer;
}

/** Asks a second time where the first way could not do. */
async function ask(
  request: VerifyRequest,
  signal: AbortSignal | undefined,
): Promise<Outcome<Answer>> {
  const { bytes } = request.object;
  const again = (how: VerifierOptions) => openVerifier(request, { signal, ...how }).answer(bytes);
  const first = await (request.verifier ?? openVerifier(request, { signal })).answer(bytes);
  if (first.kind !== 'ok') return first;
  if (outgrewBuffer(first.value)) return again({ detail: 'brief' });
  if (missesModules(first.value)) return again({ capabilities: 'all' });
  return first;
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
  object: SchedulerObject,
  { log, exitCode }: Answer,
): Promise<VerifyResult> {
  const places = sourcePlaces(object);
  const { findings, programs } = await explainLongLog(log, places);
  const { resolveFile } = places;
  const verdict = { findings: places.place(findings), programs, resolveFile };
  const explained = findings.some(({ severity }) => severity === 'error');
  if (exitCode === 0 || explained) return { ...verdict, log };
  const unexplained = places.place([unexplainedRefusal(log, exitCode)]);
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
