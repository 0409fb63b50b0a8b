import { printable } from '../findings/plain-text';
import type { Origin, SchedulerOwner } from './scheduler-owner';
import type { LoadedRun, TargetFacts } from './target';

/**
 * What runs on a target and who loaded it: `fifo, held by ann@desk`. `owner`: of a scheduler that is not
 * SCX Studio's, where it was asked.
 */
export function schedulerSummary(facts: TargetFacts, owner: SchedulerOwner | null): string {
  const { hasSchedExt, activeOps, runs } = facts;
  if (!hasSchedExt) return 'no sched_ext';
  const left = runs.filter(({ hold, ops }) => hold === 'left' && ops !== activeOps);
  const leftWords =
    left.length === 0 ? [] : [`${left.length} pin${left.length === 1 ? '' : 's'} left behind`];
  if (activeOps === null) return ['no scheduler', ...leftWords].join(', ');
  return [activeOps, loaderWords(facts, owner), ...leftWords].join(', ');
}

function loaderWords(
  { activeOps, runs, areRunsHidden }: TargetFacts,
  owner: SchedulerOwner | null,
): string {
  const run = runs.find(({ ops }) => ops === activeOps);
  if (run !== undefined) return holdWords(run);
  if (owner !== null) return originWords(owner.origin);
  return areRunsHidden ? 'who loaded it only root can see' : 'not loaded by SCX Studio';
}

/** `by scx.service`, `by pid 812 of ann (scx_rusty)`, `pinned at …`. */
function originWords(origin: Origin): string {
  switch (origin.kind) {
    case 'run':
      return holdWords(origin.run);
    case 'service':
      return printable(`by ${origin.unit}`);
    case 'loader':
      return 'by scx_loader';
    case 'program':
      return printable(programWords(origin));
    case 'pinned':
      return printable(`pinned at ${origin.path}`);
    case 'unknown':
      return 'nothing says who loaded it';
  }
}

function programWords({ pid, user, command }: Extract<Origin, { kind: 'program' }>): string {
  const [path = ''] = command.split(' ');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return `by pid ${pid}${user && ` of ${user}`}${name && ` (${name})`}`;
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
