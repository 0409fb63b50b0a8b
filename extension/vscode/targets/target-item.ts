import * as vscode from 'vscode';
import { holdWords, privilegeSummary, schedulerSummary } from '../../core/sched-ext/target-summary';
import type { Target, TargetFacts } from '../../core/sched-ext/target';
import type { KnownTarget } from '../../workflows/known-targets';
import type { Look } from './target-surveys';

/** A look that is older than that says its age. */
const FRESH_MS = 60_000;
const MINUTE_MS = 60_000;

interface Words {
  readonly icon: string;
  readonly color?: string;
  readonly text: string;
}

/** One row: what it is called, what was seen there, and what its menu may offer. */
export function targetItem(
  { target, origin, isThere }: KnownTarget,
  look: Look,
  isActive: boolean,
): vscode.TreeItem {
  const item = new vscode.TreeItem(target.id);
  const words = wordsOf(target, look, isThere);
  item.id = target.id;
  item.description = [...(isActive ? ['active'] : []), words.text].filter(Boolean).join(' · ');
  item.tooltip = tooltipOf(target, look, words, isActive);
  item.iconPath = new vscode.ThemeIcon(
    words.icon,
    words.color === undefined ? undefined : new vscode.ThemeColor(words.color),
  );
  item.contextValue = [
    'target',
    ...(isActive ? ['active'] : []),
    ...(origin === 'added' ? ['added'] : []),
    ...(hasRuns(look) ? ['loaded'] : []),
  ].join('.');
  item.accessibilityInformation = { label: `${target.id}, ${item.description}` };
  return item;
}

function hasRuns(look: Look): boolean {
  return look.kind === 'answered' && look.facts.kind === 'ok' && look.facts.value.runs.length > 0;
}

const ICONS: Readonly<Record<Target['kind'], string>> = {
  ssh: 'remote',
  local: 'device-desktop',
  lab: 'vm',
};

function wordsOf(target: Target, look: Look, isThere: boolean): Words {
  const icon = ICONS[target.kind];
  if (look.kind === 'looking') return { icon: 'sync~spin', text: 'looking' };
  if (look.kind === 'unknown') return { icon, text: isThere ? '' : 'not started' };
  const { facts, at } = look;
  const age = ageWords(at);
  if (facts.kind === 'ok')
    return { ...reachedWords(icon, facts.value), text: words([reachedText(facts.value), age]) };
  if (facts.kind === 'cancelled' || facts.problem.code === 'lab-not-running') {
    return { icon, text: 'not started' };
  }
  const cause = facts.problem.message.replace(/^Could not reach [^:]*: /, '');
  return {
    icon: 'debug-disconnect',
    color: 'problemsErrorIcon.foreground',
    text: words([cause, age]),
  };
}

const words = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ');

function reachedText(facts: TargetFacts): string {
  return `${facts.kernelRelease} · ${schedulerSummary(facts)}`;
}

function reachedWords(icon: string, facts: TargetFacts): Omit<Words, 'text'> {
  if (!facts.hasSchedExt) return { icon: 'circle-slash' };
  if (facts.runs.some(({ hold }) => hold === 'left')) {
    return { icon: 'warning', color: 'problemsWarningIcon.foreground' };
  }
  return facts.activeOps === null
    ? { icon, color: 'testing.iconPassed' }
    : { icon: 'play-circle', color: 'testing.iconPassed' };
}

function ageWords(at: number): string {
  const age = Date.now() - at;
  return age < FRESH_MS ? '' : `${Math.round(age / MINUTE_MS)} min ago`;
}

function tooltipOf({ id }: Target, look: Look, { text }: Words, isActive: boolean): string {
  const title = isActive ? `${id} (active)` : id;
  if (look.kind !== 'answered') return words([title, text]).replace(' · ', '\n');
  const { facts } = look;
  const seen = `Seen at ${new Date(look.at).toLocaleTimeString()}`;
  switch (facts.kind) {
    case 'ok':
      return [
        title,
        `Linux ${facts.value.kernelRelease} ${facts.value.machine}`,
        facts.value.hasSchedExt ? 'sched_ext' : 'no sched_ext',
        schedulerSummary(facts.value),
        ...facts.value.runs.map(
          (run) => `run ${run.name}: ${run.ops ?? 'loading'}, ${holdWords(run)}`,
        ),
        privilegeSummary(facts.value),
        seen,
      ].join('\n');
    case 'problem':
      return [title, facts.problem.message, facts.problem.nextStep, seen].join('\n');
    case 'cancelled':
      return title;
  }
}
