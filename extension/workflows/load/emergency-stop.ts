import { setTimeout as sleep } from 'node:timers/promises';
import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Host } from '../../hosts/api';
import { readStopped, type Stopped } from './lease';
import type { Run } from './load';

/** After that time without an answer of the lease's channel a second one is tried beside it. */
const FIRST_WAY_MS = 3000;

/**
 * Takes out whatever runs on a target: over the channel of `run`, whose shell is there already and has
 * real-time priority, else by a new command on the open connection. Says what worked.
 */
export async function emergencyStop(
  host: Host,
  run: Pick<Run, 'stop'> | null,
): Promise<Outcome<Exclude<Stopped, 'not'>>> {
  const first = run?.stop() ?? Promise.resolve(null);
  const early = await Promise.race([first, sleep(FIRST_WAY_MS, null)]);
  const second = early === null ? byCommand(host) : null;
  const answers = [first, second].filter((way) => way !== null);
  const stopped = early ?? (await firstAnswer(answers));
  if (stopped === null) return failed(noAnswer(host.target.id));
  return stopped === 'not' ? failed(stillRuns(host.target.id)) : ok(stopped);
}

async function byCommand(host: Host): Promise<Stopped | null> {
  const outcome = await host.run('stop', { privileged: true });
  if (outcome.kind !== 'ok') return null;
  const answers = outcome.value.stdout.split('\n').map(readStopped);
  return answers.find((how) => how !== null) ?? null;
}

/** The first that says something; null when none does. */
function firstAnswer(ways: readonly Promise<Stopped | null>[]): Promise<Stopped | null> {
  const said = ways.map(async (way) => {
    const how = await way;
    if (how === null) throw new Error('no answer');
    return how;
  });
  return Promise.any(said).catch(() => null);
}

const AT_THE_MACHINE =
  'At its console: Alt+SysRq+S, or as root: echo S > /proc/sysrq-trigger. The lease takes out what was loaded from here, and the kernel ends a scheduler that starves a task for 30 s.';

function noAnswer(name: string): Problem {
  return {
    kind: 'target',
    code: 'stop-unanswered',
    message: `Could not stop the scheduler on ${name}: it does not answer`,
    nextStep: AT_THE_MACHINE,
    detail: '',
  };
}

function stillRuns(name: string): Problem {
  return {
    kind: 'target',
    code: 'stop-failed',
    message: `Could not stop the scheduler on ${name}: neither removing its link nor SysRq-S took it out`,
    nextStep: AT_THE_MACHINE,
    detail: '',
  };
}
