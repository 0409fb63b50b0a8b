import type { LoadedRun, TargetFacts } from './target';

/** What runs on a target and who loaded it: `minimal, held by ann@desk`. */
export function schedulerSummary({ hasSchedExt, activeOps, runs }: TargetFacts): string {
  if (!hasSchedExt) return 'no sched_ext';
  const left = runs.filter(({ hold, ops }) => hold === 'left' && ops !== activeOps);
  const leftWords =
    left.length === 0 ? [] : [`${left.length} pin${left.length === 1 ? '' : 's'} left behind`];
  if (activeOps === null) return ['no scheduler', ...leftWords].join(', ');
  const run = runs.find(({ ops }) => ops === activeOps);
  return [
    activeOps,
    run === undefined ? 'not loaded by SCX Studio' : holdWords(run),
    ...leftWords,
  ].join(', ');
}

/** `held by ann@desk`, `kept by …`, `left behind by …`. */
export function holdWords({ hold, who }: LoadedRun): string {
  switch (hold) {
    case 'held':
      return `held by ${who}`;
    case 'kept':
      return `kept by ${who}`;
    case 'left':
      return `left behind by ${who}`;
  }
}

const PRIVILEGES: Readonly<Record<TargetFacts['privilege'], string>> = {
  root: 'root',
  sudo: 'sudo without a password',
  'sudo-password': 'sudo with a password',
  none: 'no way to become root',
};

export function privilegeSummary({ privilege, hasCapabilities }: TargetFacts): string {
  const verify = hasCapabilities ? ', capabilities to verify' : '';
  return PRIVILEGES[privilege] + verify;
}
