import type { OpsMember } from './ops-member';

/** Operations for CPUs, cgroups, other schedulers, and the life of this one. */
export const SYSTEM_MEMBERS: readonly OpsMember[] = [
  {
    name: 'update_idle',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*update_idle)(s32 cpu, bool idle)',
    meaning:
      'A CPU goes idle or comes back; with this the kernel stops tracking idle CPUs itself unless SCX_OPS_KEEP_BUILTIN_IDLE is set.',
  },
  {
    name: 'cpu_acquire',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*cpu_acquire)(s32 cpu, struct scx_cpu_acquire_args *args)',
    meaning:
      'A CPU comes back from a higher scheduling class; deprecated since 6.19, where the sched_switch tracepoint takes its place.',
  },
  {
    name: 'cpu_release',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*cpu_release)(s32 cpu, struct scx_cpu_release_args *args)',
    meaning:
      'A higher scheduling class takes a CPU: send its waiting tasks elsewhere with scx_bpf_reenqueue_local(); deprecated since 6.19.',
  },
  {
    name: 'cgroup_init',
    since: '6.12',
    sleepableSince: '6.12',
    declaration: 's32 (*cgroup_init)(struct cgroup *cgrp, struct scx_cgroup_init_args *args)',
    meaning: 'A cgroup comes under this scheduler; an error refuses the load or the cgroup.',
  },
  {
    name: 'cgroup_exit',
    since: '6.12',
    sleepableSince: '6.12',
    declaration: 'void (*cgroup_exit)(struct cgroup *cgrp)',
    meaning: 'A cgroup goes away: free what cgroup_init allocated.',
  },
  {
    name: 'cgroup_prep_move',
    since: '6.12',
    sleepableSince: '6.12',
    declaration:
      's32 (*cgroup_prep_move)(struct task_struct *p, struct cgroup *from, struct cgroup *to)',
    meaning: 'A task is about to move to another cgroup: get ready, or refuse with an error.',
  },
  {
    name: 'cgroup_move',
    since: '6.12',
    sleepableSince: null,
    declaration:
      'void (*cgroup_move)(struct task_struct *p, struct cgroup *from, struct cgroup *to)',
    meaning: 'The move that cgroup_prep_move announced takes place.',
  },
  {
    name: 'cgroup_cancel_move',
    since: '6.12',
    sleepableSince: null,
    declaration:
      'void (*cgroup_cancel_move)(struct task_struct *p, struct cgroup *from, struct cgroup *to)',
    meaning:
      'The move that cgroup_prep_move announced does not take place: undo what was prepared.',
  },
  {
    name: 'cgroup_set_weight',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*cgroup_set_weight)(struct cgroup *cgrp, u32 weight)',
    meaning: "A cgroup's cpu.weight changed; without this operation it has no effect.",
  },
  {
    name: 'cgroup_set_bandwidth',
    since: '6.17',
    sleepableSince: '7.3',
    declaration:
      'void (*cgroup_set_bandwidth)(struct cgroup *cgrp, u64 period_us, u64 quota_us, u64 burst_us)',
    meaning: "A cgroup's cpu.max changed; without this operation it has no effect.",
  },
  {
    name: 'cgroup_set_idle',
    since: '6.19',
    sleepableSince: null,
    declaration: 'void (*cgroup_set_idle)(struct cgroup *cgrp, bool idle)',
    meaning: "A cgroup's cpu.idle changed; without this operation it has no effect.",
  },
  {
    name: 'sub_attach',
    since: '7.1',
    sleepableSince: '7.2',
    declaration: 's32 (*sub_attach)(struct scx_sub_attach_args *args)',
    meaning:
      'Another scheduler wants to run one of the cgroups below this one: take it, or refuse with an error.',
  },
  {
    name: 'sub_detach',
    since: '7.1',
    sleepableSince: '7.2',
    declaration: 'void (*sub_detach)(struct scx_sub_detach_args *args)',
    meaning: 'A scheduler below this one goes away.',
  },
  {
    name: 'sub_caps_updated',
    since: '7.3',
    sleepableSince: null,
    declaration: 'void (*sub_caps_updated)(const struct scx_cmask *cmask, u64 caps)',
    meaning: 'What this scheduler was granted for some CPUs by the one above it changed.',
  },
  {
    name: 'sub_ecaps_updated',
    since: '7.3',
    sleepableSince: null,
    declaration: 'void (*sub_ecaps_updated)(s32 cid, u64 before, u64 after)',
    meaning: 'What this scheduler may really do on one CPU changed.',
  },
  {
    name: 'cpu_online',
    since: '6.12',
    sleepableSince: '6.12',
    declaration: 'void (*cpu_online)(s32 cpu)',
    meaning: 'A CPU came; without this operation that ends the scheduler.',
  },
  {
    name: 'cpu_offline',
    since: '6.12',
    sleepableSince: '6.12',
    declaration: 'void (*cpu_offline)(s32 cpu)',
    meaning: 'A CPU goes; without this operation that ends the scheduler.',
  },
  {
    name: 'init',
    since: '6.12',
    sleepableSince: '6.12',
    declaration: 's32 (*init)(void)',
    meaning:
      'Comes first, before any task: create DSQs here (BPF_STRUCT_OPS_SLEEPABLE); an error ends the scheduler at once, though its registration succeeds.',
  },
  {
    name: 'init_cids',
    since: '7.3',
    sleepableSince: '7.3',
    declaration: 's32 (*init_cids)(void)',
    meaning: 'Sets how CPUs are numbered and grouped, for schedulers that use such numbers (cids).',
  },
  {
    name: 'exit',
    since: '6.12',
    sleepableSince: '6.12',
    declaration: 'void (*exit)(struct scx_exit_info *info)',
    meaning: 'Comes last, also after a failed init: record why it ended with UEI_RECORD().',
  },
];
