import type { OpsMember } from './ops-member';
import { SETTING_MEMBERS } from './ops-setting-members';
import { SYSTEM_MEMBERS } from './ops-system-members';
import { TASK_MEMBERS } from './ops-task-members';

export type { OpsMember } from './ops-member';

/**
 * What each member of struct sched_ext_ops is for. Adds words to the target's BTF and never overrules
 * it: a member that is not here may exist on a newer kernel. Names, types and versions from
 * kernel/sched/ext.c (6.12.107), ext_internal.h (6.18-rc6), ext/internal.h (7.2.13, 7.3.4) and the
 * pull requests between them.
 */
export const OPS_MEMBERS: readonly OpsMember[] = [
  ...TASK_MEMBERS,
  ...SYSTEM_MEMBERS,
  ...SETTING_MEMBERS,
];

const BY_NAME = new Map(OPS_MEMBERS.map((member) => [member.name, member]));

/** null for a member that is not known here. */
export function opsMember(name: string): OpsMember | null {
  return BY_NAME.get(name) ?? null;
}
