import { setTimeout as sleep } from 'node:timers/promises';
import { failed, type Outcome, type Problem } from '../../core/findings/problem';
import type { Exit, Host } from '../api';
import type { Lab } from './lab';
import type { LabDeath } from './lab-death';

/** A machine that died is seen within this time after its connection broke (kept-lab.ts polls). */
const DEATH_SEEN_WITHIN_MS = 1500;
const SHOWN_CONSOLE_LINES = 20;

/** Problems of a connection (core/ssh/ssh-failure.ts) that a dead machine explains. */
const BROKEN_CONNECTION = new Set(['connection-lost', 'connection-refused', 'unreachable']);

/** The host of a lab: when its connection breaks because the machine died, that is what is said. */
export function createLabHost(host: Host, lab: Pick<Lab, 'died'>): Host {
  const explain = async (outcome: Outcome<Exit>): Promise<Outcome<Exit>> => {
    if (outcome.kind !== 'problem' || !BROKEN_CONNECTION.has(outcome.problem.code)) return outcome;
    const death = await Promise.race([lab.died, sleep(DEATH_SEEN_WITHIN_MS, null)]);
    return death === null || death.reason === 'stopped' ? outcome : failed(labDied(death));
  };
  return {
    target: host.target,
    sharesConnection: host.sharesConnection,
    run: async (script, options) => explain(await host.run(script, options)),
    start: (script, onLine, options) => {
      const session = host.start(script, onLine, options);
      return {
        send: (line) => {
          session.send(line);
        },
        end: () => {
          session.end();
        },
        done: session.done.then(explain),
      };
    },
    dispose: () => host.dispose(),
  };
}

/** How a lab ended, as a problem with the end of its console. */
export function labDied({ message, console }: Pick<LabDeath, 'message' | 'console'>): Problem {
  return {
    kind: 'target',
    code: 'lab-died',
    message,
    nextStep: 'The end of its console says more. Start it again, or try another kernel.',
    detail: lastWords(console).join('\n'),
  };
}

/** From where the kernel says what is wrong with it; else the last lines. A trace can be long. */
function lastWords(console: readonly string[]): readonly string[] {
  const start = console.findLastIndex((line) => /Kernel panic|Oops:|\bBUG:/.test(line));
  const tail = console.length - SHOWN_CONSOLE_LINES;
  const from = start < 0 ? tail : Math.min(start, tail);
  return console.slice(Math.max(from, 0)).slice(0, SHOWN_CONSOLE_LINES);
}
