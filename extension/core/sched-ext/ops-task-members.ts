import type { OpsMember } from './ops-member';

/** Operations that are called for a task. */
export const TASK_MEMBERS: readonly OpsMember[] = [
  {
    name: 'select_cpu',
    since: '6.12',
    sleepableSince: null,
    declaration: 's32 (*select_cpu)(struct task_struct *p, s32 prev_cpu, u64 wake_flags)',
    meaning:
      'Chooses a CPU for a task that wakes up, and wakes that CPU when it is idle; the choice is a hint, and the task may be inserted into a DSQ right here.',
  },
  {
    name: 'enqueue',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*enqueue)(struct task_struct *p, u64 enq_flags)',
    meaning:
      'Takes a task that is ready to run: insert it into a DSQ, or remember it and insert it in dispatch; a task that is forgotten here stalls.',
  },
  {
    name: 'dequeue',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*dequeue)(struct task_struct *p, u64 deq_flags)',
    meaning:
      'A task leaves before it ran, for it sleeps or one of its properties changes: forget what enqueue remembered of it.',
  },
  {
    name: 'dispatch',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*dispatch)(s32 cpu, struct task_struct *prev)',
    meaning:
      'A CPU has nothing left to run: move tasks from own DSQs to its local one, or insert some; prev is the task that ran, and may be NULL.',
  },
  {
    name: 'tick',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*tick)(struct task_struct *p)',
    meaning:
      'Comes with every timer tick while a task runs; setting p->scx.slice to 0 makes the CPU choose again.',
  },
  {
    name: 'runnable',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*runnable)(struct task_struct *p, u64 enq_flags)',
    meaning: 'A task became ready to run on its CPU, before it is enqueued.',
  },
  {
    name: 'running',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*running)(struct task_struct *p)',
    meaning: 'A task begins to run; use scx_bpf_task_cpu(p) for its CPU.',
  },
  {
    name: 'stopping',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*stopping)(struct task_struct *p, bool runnable)',
    meaning:
      'A task stops running: the place to charge the time it used; runnable says whether it wants to go on.',
  },
  {
    name: 'quiescent',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*quiescent)(struct task_struct *p, u64 deq_flags)',
    meaning: 'A task is no longer ready to run on its CPU: it sleeps, moves or exits.',
  },
  {
    name: 'yield',
    since: '6.12',
    sleepableSince: null,
    declaration: 'bool (*yield)(struct task_struct *from, struct task_struct *to)',
    meaning:
      'A task gives up its CPU, for anyone or for "to", which may be NULL; true means that "to" will get it.',
  },
  {
    name: 'core_sched_before',
    since: '6.12',
    sleepableSince: null,
    declaration: 'bool (*core_sched_before)(struct task_struct *a, struct task_struct *b)',
    meaning: 'Core scheduling asks whether a should run before b.',
  },
  {
    name: 'set_weight',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*set_weight)(struct task_struct *p, u32 weight)',
    meaning: "A task's weight changed, to 1 to 10000, where 100 is that of nice 0.",
  },
  {
    name: 'set_cpumask',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*set_cpumask)(struct task_struct *p, const struct cpumask *cpumask)',
    meaning: 'The set of CPUs that a task may use changed.',
  },
  {
    name: 'init_task',
    since: '6.12',
    sleepableSince: '6.12',
    declaration: 's32 (*init_task)(struct task_struct *p, struct scx_init_task_args *args)',
    meaning:
      'A task comes under this scheduler, at load or by fork: allocate what it needs; an error refuses the load or the fork.',
  },
  {
    name: 'exit_task',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*exit_task)(struct task_struct *p, struct scx_exit_task_args *args)',
    meaning: 'A task leaves for good: free what init_task allocated.',
  },
  {
    name: 'enable',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*enable)(struct task_struct *p)',
    meaning:
      'A task begins to be scheduled here; comes after init_task and before its first enqueue.',
  },
  {
    name: 'disable',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*disable)(struct task_struct *p)',
    meaning:
      'A task is no longer scheduled here, for it exits or changes its policy; always pairs with enable.',
  },
  {
    name: 'dump',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*dump)(struct scx_dump_ctx *ctx)',
    meaning: "Adds the scheduler's own state to a debug dump, with scx_bpf_dump().",
  },
  {
    name: 'dump_cpu',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*dump_cpu)(struct scx_dump_ctx *ctx, s32 cpu, bool idle)',
    meaning:
      'Adds what the scheduler knows of one CPU to a debug dump; a CPU that is idle and says nothing is left out.',
  },
  {
    name: 'dump_task',
    since: '6.12',
    sleepableSince: null,
    declaration: 'void (*dump_task)(struct scx_dump_ctx *ctx, struct task_struct *p)',
    meaning: 'Adds what the scheduler knows of one waiting task to a debug dump.',
  },
];
