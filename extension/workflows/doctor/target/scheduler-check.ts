import type { LoadedRun, TargetFacts } from '../../../core/sched-ext/target';
import { faulty, fine, type Found, type Subject } from '../check';

const SCHEDULER: Subject = ['scheduler', 'scheduler'];

/** What each hold means to the next one who loads. */
const HOLDS: Readonly<Record<LoadedRun['hold'], (who: string) => string>> = {
  held: (who) => `loaded by ${who}, who still holds it`,
  kept: (who) => `kept loaded on purpose by ${who}`,
  left: (who) => `left behind by ${who}`,
};

/** The scheduler that runs now, and who loaded it. */
export function schedulerCheck({ activeOps, runs, areRunsHidden }: TargetFacts): Found {
  if (activeOps === null) {
    const left = runs.filter(({ hold }) => hold === 'left');
    if (left.length === 0) return fine(SCHEDULER, 'none is loaded');
    return faulty(SCHEDULER, 'warning', {
      detail: `none is loaded; pins of ${left.map(describeRun).join(', ')}`,
      effect: 'Nothing runs by them: they only take up room',
      nextStep: 'Take them away with "SCX: Unload Scheduler" or "scx-studio unload".',
    });
  }
  const run = runs.find(({ ops }) => ops === activeOps);
  const stranger = areRunsHidden ? '; who loaded it only root can see' : ', not by SCX Studio';
  return faulty(SCHEDULER, 'warning', {
    detail:
      run === undefined
        ? `"${activeOps}" is loaded${stranger}`
        : `"${activeOps}" is ${HOLDS[run.hold](run.who)}`,
    effect: 'One scheduler runs at a time: another one is not loaded beside it',
    nextStep:
      run === undefined
        ? 'Stop the program that loaded it, or replace it when you load (--replace).'
        : 'Unload it, or replace it when you load (--replace).',
  });
}

function describeRun({ name, who }: LoadedRun): string {
  return `${name} (${who})`;
}
