import type { OpsMember } from './ops-member';

/** Members that are values, not functions. */
export const SETTING_MEMBERS: readonly OpsMember[] = [
  {
    name: 'dispatch_max_batch',
    since: '6.12',
    sleepableSince: null,
    declaration: 'u32 dispatch_max_batch',
    meaning: 'How many tasks one call of dispatch may insert; 0 means 32.',
  },
  {
    name: 'flags',
    since: '6.12',
    sleepableSince: null,
    declaration: 'u64 flags',
    meaning: 'SCX_OPS_* flags, or-ed together.',
  },
  {
    name: 'timeout_ms',
    since: '6.12',
    sleepableSince: null,
    declaration: 'u32 timeout_ms',
    meaning:
      'How long a task that is ready may wait before the watchdog ends the scheduler, in milliseconds; 0 means 30000, which is also the most.',
  },
  {
    name: 'exit_dump_len',
    since: '6.12',
    sleepableSince: null,
    declaration: 'u32 exit_dump_len',
    meaning: 'Bytes kept for the debug dump that exit is given; 0 means 32768.',
  },
  {
    name: 'hotplug_seq',
    since: '6.12',
    sleepableSince: null,
    declaration: 'u64 hotplug_seq',
    meaning:
      "The kernel's hotplug_seq as the loader saw it: the load is refused when a CPU came or went since; 0 means no check.",
  },
  {
    name: 'name',
    since: '6.12',
    sleepableSince: null,
    declaration: 'char name[128]',
    meaning:
      'The scheduler\'s name, the only member that must be set: letters, digits, "_" and ".", at most 127 bytes.',
  },
  {
    name: 'priv',
    since: '6.16',
    sleepableSince: null,
    declaration: 'void *priv',
    meaning: "The kernel's own; leave it out.",
  },
  {
    name: 'sub_cgroup_id',
    since: '7.1',
    sleepableSince: null,
    declaration: 'u64 sub_cgroup_id',
    meaning:
      'Makes this a scheduler for one cgroup, below the one that runs already; 0 means the whole machine.',
  },
  {
    name: 'cid_shard_size',
    since: '7.3',
    sleepableSince: null,
    declaration: 'u32 cid_shard_size',
    meaning: 'How many cids a group should have; 0 means 24.',
  },
  {
    name: 'rescue_bandwidth_ppt',
    since: '7.3',
    sleepableSince: null,
    declaration: 'u32 rescue_bandwidth_ppt',
    meaning:
      'Share of CPU time, in thousandths, for tasks that only the kernel can still run; 0 means 20, at most 250.',
  },
  {
    name: 'rescue_quantum_us',
    since: '7.3',
    sleepableSince: null,
    declaration: 'u32 rescue_quantum_us',
    meaning: 'How long such a task runs at a time, in microseconds; 0 means 5000.',
  },
];
