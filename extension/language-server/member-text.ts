import type { OpsMember } from '../core/sched-ext/ops-member';

/** What is said of a member of struct sched_ext_ops, in Markdown. */
export function memberText({ declaration, since, sleepableSince, meaning }: OpsMember): string {
  return [
    `\`\`\`c\n${declaration};\n\`\`\``,
    meaning,
    [`Since Linux ${since}`, sleepableText({ since, sleepableSince })].filter(Boolean).join(' · '),
  ].join('\n\n');
}

function sleepableText({
  since,
  sleepableSince,
}: Pick<OpsMember, 'since' | 'sleepableSince'>): string {
  if (sleepableSince === null) return '';
  const from = sleepableSince === since ? '' : ` since ${sleepableSince}`;
  return `may sleep${from} (\`BPF_STRUCT_OPS_SLEEPABLE\`)`;
}
