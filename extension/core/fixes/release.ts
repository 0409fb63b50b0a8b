import type { Finding } from '../findings/finding';
import { blocksAround } from './blocks';
import { subjectName } from './finding-subject';
import type { Fix } from './fix';
import { beforePathEnd } from './path-end';
import type { CodeLine, SourceCode } from './source-code';

/** What gives back what a function gave. */
const RELEASES: readonly (readonly [acquire: RegExp, release: string])[] = [
  [/^bpf_task_(?:from_v?pid|acquire)$/, 'bpf_task_release($)'],
  [/^(?:bpf_cgroup_(?:from_id|acquire|ancestor)|scx_bpf_task_cgroup)$/, 'bpf_cgroup_release($)'],
  [/^bpf_cpumask_(?:create|acquire)$/, 'bpf_cpumask_release($)'],
  [/^scx_bpf_get_(?:online|possible)_cpumask$/, 'scx_bpf_put_cpumask($)'],
  [/^scx_bpf_get_idle_(?:cpumask|smtmask)(?:_node)?$/, 'scx_bpf_put_idle_cpumask($)'],
  [/^bpf_ringbuf_reserve$/, 'bpf_ringbuf_discard($, 0)'],
];
const LOOP = /\b(?:for|while|do|bpf_for\w*|bpf_repeat)\b/;
/** These give no NULL. */
const NEVER_NULL = /^scx_bpf_(?:get_|task_cgroup$)/;

/** Releases what is kept, where the path ends on which it is kept. */
export function releaseOnPath(finding: Finding, source: SourceCode): Fix | null {
  const name = subjectName(finding);
  const line = source.line(finding.line ?? 0);
  const taken = finding.related.find(({ message }) => message.endsWith('takes the reference here'));
  const acquire = /^(\w+)\(\)/.exec(taken?.message ?? '')?.[1];
  const call = RELEASES.find(([pattern]) => acquire !== undefined && pattern.test(acquire))?.[1];
  if (name === null || !line || !taken?.line || acquire === undefined || call === undefined)
    return null;
  const statement = `${call.replace('$', name)};`;
  const since = source.line(taken.line);
  const around = source.functionAround(taken.line);
  // Of a loop only some passes may keep it.
  if (!since || !around || LOOP.test(source.codeOf(around.first, taken.line))) return null;
  if (!NEVER_NULL.test(acquire) && !isThere(name, since, line, source)) return null;
  const done = new RegExp(`\\b${statement.slice(0, statement.indexOf('('))}\\s*\\(\\s*${name}\\b`);
  const edits = beforePathEnd(line, { since, statement, name, done }, source);
  return edits && { title: `Release \`${name}\` on this path`, edits, isPreferred: true };
}

/** Has the path left before where the pointer is NULL, or is it in a block where it is not? */
function isThere(name: string, since: CodeLine, line: CodeLine, source: SourceCode): boolean {
  const leaves = new RegExp(
    `if\\s*\\((?:!\\s*${name}|${name}\\s*==\\s*NULL)\\)\\s*\\{?\\s*(?:return|goto|continue|break)\\b`,
  );
  if (leaves.test(source.codeOf(since.number, line.number + 2))) return true;
  const tested = new RegExp(`if\\s*\\(${name}\\)\\s*\\{$`);
  const heads = blocksAround(line.number, source).map(({ first }) => source.line(first));
  return [line, ...heads].some((head) => head && tested.test(head.code));
}

/** Undoes what a call at a related place did: `bpf_spin_lock(&x)`, `bpf_rcu_read_lock()`. */
export function unlockOnPath(finding: Finding, source: SourceCode): Fix | null {
  const line = source.line(finding.line ?? 0);
  const taken = finding.related.find(({ message }) =>
    /is (?:taken|locked|switched off) here$/.test(message),
  );
  const since = source.line(taken?.line ?? 0);
  const lock =
    /^(?:bpf_(?:res_)?spin_lock\(.*\)|bpf_rcu_read_lock\(\)|bpf_preempt_disable\(\));$/.exec(
      since?.code ?? '',
    )?.[0];
  // Within the region something else is wrong than a missing unlock.
  const isExit = /BPF_EXIT|is missing|bpf_\w+unlock/.test(finding.statement ?? '');
  if (!line || !since || lock === undefined || !isExit) return null;
  const unlock = lock.replace('preempt_disable', 'preempt_enable').replace('_lock(', '_unlock(');
  const done = new RegExp(`\\b${unlock.slice(0, unlock.indexOf('('))}\\s*\\(`);
  const edits = beforePathEnd(line, { since, statement: unlock, name: null, done }, source);
  return (
    edits && { title: `Add ${unlock.replace(/;$/, '')} on this path`, edits, isPreferred: true }
  );
}
