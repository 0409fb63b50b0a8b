import * as vscode from 'vscode';
import { printable } from '../../core/findings/plain-text';
import { originText } from '../../core/sched-ext/owner-text';
import { holdWords, privilegeSummary, schedulerSummary } from '../../core/sched-ext/target-summary';
import type { Target, TargetFacts } from '../../core/sched-ext/target';
import type { KnownTarget } from '../../workflows/known-targets';
import type { Seen } from '../../workflows/survey';
import type { Look } from './looks';

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
  if (look.kind === 'looking') return look.before !== null && hasRuns(look.before);
  return (
    look.kind === 'answered' && look.seen.kind === 'ok' && look.seen.value.facts.runs.length > 0
  );
}

const ICONS: Readonly<Record<Target['kind'], string>> = {
  ssh: 'remote',
  local: 'device-desktop',
  lab: 'vm',
};

function wordsOf(target: Target, look: Look, isThere: boolean): Words {
  const icon = ICONS[target.kind];
  if (look.kind === 'looking') {
    const text = look.before === null ? 'looking' : wordsOf(target, look.before, isThere).text;
    return { icon: 'sync~spin', text };
  }
  if (look.kind === 'unknown') return { icon, text: isThere ? '' : 'not started' };
  const { seen, at } = look;
  const age = ageWords(at);
  if (seen.kind === 'ok')
    return { ...reachedWords(icon, seen.value.facts), text: words([reachedText(seen.value), age]) };
  if (seen.problem.code === 'lab-not-running') return { icon, text: 'not started' };
  const cause = seen.problem.message.replace(/^Could not reach [^:]*: /, '');
  return {
    icon: 'debug-disconnect',
    color: 'problemsErrorIcon.foreground',
    text: words([cause, age]),
  };
}

const words = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ');

function reachedText({ facts, owner }: Seen): string {
  return `${facts.kernelRelease} · ${schedulerSummary(facts, owner)}`;
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
  const answer = look.kind === 'looking' ? look.before : look;
  if (answer?.kind !== 'answered') return words([title, text]).replace(' · ', '\n');
  const { seen, at } = answer;
  return [
    title,
    ...(seen.kind === 'ok' ? seenLines(seen.value) : [seen.problem.message, seen.problem.nextStep]),
    `Seen at ${new Date(at).toLocaleTimeString()}`,
    ...(look.kind === 'looking' ? ['Looking again'] : []),
  ].join('\n');
}

function seenLines({ facts, owner }: Seen): readonly string[] {
  return [
    `Linux ${facts.kernelRelease} ${facts.machine}`,
    facts.hasSchedExt ? 'sched_ext' : 'no sched_ext',
    schedulerSummary(facts, owner),
    ...(owner === null ? [] : [printable(originText(owner.origin))]),
    ...facts.runs.map((run) => `run ${run.name}: ${run.ops ?? 'loading'}, ${holdWords(run)}`),
    privilegeSummary(facts),
  ];
}
