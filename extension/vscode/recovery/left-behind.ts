import { takenOutText } from '../../core/sched-ext/put-back';
import type { LoadedRun, TargetFacts } from '../../core/sched-ext/target';
import type { UnloadResult } from '../../workflows/load/unload';

/** What an earlier window left on a target, or may have left. */
export type LeftBehind =
  | { readonly kind: 'run'; readonly run: LoadedRun }
  /** It still runs, and only root can see whether somebody holds it. */
  | { readonly kind: 'hidden'; readonly ops: string };

/** `remembered`: the scheduler that an earlier window was last known to have loaded there. */
export function leftBehind(
  { runs, areRunsHidden, activeOps }: TargetFacts,
  remembered: string | null,
): readonly LeftBehind[] {
  if (areRunsHidden) {
    return remembered !== null && remembered === activeOps
      ? [{ kind: 'hidden', ops: remembered }]
      : [];
  }
  return runs.filter(({ hold }) => hold === 'left').map((run) => ({ kind: 'run', run }));
}

/** Nothing is left there. Somebody may hold it in another window: then that one will remember it. */
export function isSettled({ runs, areRunsHidden }: TargetFacts): boolean {
  return !areRunsHidden && runs.every(({ hold }) => hold !== 'left');
}

/** One offer for each of them, however often it is seen. */
export function keyOf(targetId: string, left: LeftBehind): string {
  return left.kind === 'run' ? left.run.name : `${targetId} ${left.ops}`;
}

function nameOf(left: LeftBehind): string {
  const ops = left.kind === 'run' ? left.run.ops : left.ops;
  return ops === null ? 'A scheduler' : `"${ops}"`;
}

export function questionAbout(left: LeftBehind, targetId: string): string {
  return left.kind === 'run'
    ? `${nameOf(left)} on ${targetId} was left behind by a window of ${left.run.who} that is gone.`
    : `${nameOf(left)}, which an earlier window loaded on ${targetId}, still runs there. Only root can see whether somebody holds it.`;
}

/** What became of it. */
export function answerText(
  left: LeftBehind,
  { removed, held, putBack, other }: UnloadResult,
): string {
  const said = [
    ...(removed.length > 0 ? [takenOutText(removed, putBack)] : []),
    ...held.map(({ ops, who }) => `"${ops}" is held by ${who}, and stays.`),
  ];
  if (said.length > 0) return said.join(' ');
  return other === null || left.kind === 'run'
    ? `${nameOf(left)} was out already.`
    : `"${other}" was not loaded by SCX Studio, and stays: take it out with what loaded it.`;
}
