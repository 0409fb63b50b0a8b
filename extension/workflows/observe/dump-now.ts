import { parseDebugDump, type DebugDump } from '../../core/exit-report/debug-dump';
import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Host } from '../../hosts/api';
import type { StepOptions } from '../context';

export interface TakenDump {
  /** Which scheduler; null for one that does not say its name. */
  readonly ops: string | null;
  /** As the kernel printed it. */
  readonly text: string;
  readonly dump: DebugDump;
  /** Lines that did not fit into the target's buffer; the oldest are missing. */
  readonly lostLines: number;
}

/** Has the target dump the state of its scheduler, which goes on running. */
export async function dumpNow(
  host: Host,
  { signal }: StepOptions = {},
): Promise<Outcome<TakenDump>> {
  const outcome = await host.run('dump', { privileged: true, signal });
  if (outcome.kind !== 'ok') return outcome;
  const said = outcome.value.stdout.split('\n');
  const name = host.target.id;
  const missing = said.find((line) => line.startsWith('missing '));
  if (missing !== undefined) return failed(notPossible(name, missing.slice('missing '.length)));
  if (said.includes('none')) return failed(nothingLoaded(name));
  const lines = said.flatMap((line) => (/^line(?: |$)/.test(line) ? [line.slice(5)] : []));
  const text = lines.join('\n');
  const dump = parseDebugDump(text);
  if (dump === null) return failed(noDump(name, outcome.value.stderr));
  const lost = said.find((line) => line.startsWith('lost '));
  const ops = said.find((line) => line.startsWith('of '))?.slice(3) ?? null;
  return ok({ ops, text, dump, lostLines: lost === undefined ? 0 : Number(lost.slice(5)) });
}

function notPossible(name: string, cause: string): Problem {
  return {
    ...problem(name, cause),
    code: 'dump-not-possible',
    nextStep:
      'A dump takes root, tracefs (/sys/kernel/tracing) and SysRq (kernel.sysrq with bit 256).',
  };
}

function nothingLoaded(name: string): Problem {
  return {
    ...problem(name, 'no scheduler is loaded there'),
    kind: 'usage',
    code: 'nothing-loaded',
    nextStep: 'Load one first. Why an earlier one ended is in the kernel log ("scx-studio log").',
  };
}

function noDump(name: string, stderr: string): Problem {
  return {
    ...problem(name, 'SysRq-D brought none'),
    code: 'no-dump',
    nextStep:
      'See whether kernel.sysrq allows it (1, or bit 256) and the kernel log says "Trigger sched_ext debug dump".',
    detail: stderr.trim(),
  };
}

function problem(name: string, cause: string) {
  return {
    kind: 'target',
    message: `Could not take a dump on ${name}: ${cause}`,
    detail: '',
  } as const;
}
