/** Why a scheduler ended, in a scheduler author's words. */
export interface EndingCause {
  readonly code: string;
  /** Completes "The scheduler …"; the kernel's own text follows. */
  readonly what: string;
  readonly explanation: string;
  readonly suggestion: string;
}

interface Row extends EndingCause {
  /** Against the kernel's text: scx_exit_info.msg, or the reason when there is no text. */
  readonly when: RegExp;
}

/** Kernel 6.12 to 7.3: kernel/sched/ext.c, from 7.x kernel/sched/ext/. First match wins. */
const BY_DETAIL: readonly Row[] = [
  {
    when: /^ops\.(?:init|init_cids|cgroup_init)\(\) failed \(-?\d+\)/,
    code: 'run/init-failed',
    what: 'did not start',
    explanation:
      'Its init operation returned an error, so the kernel took it out before any task ran under it.',
    suggestion:
      'Look at what init returns. -22: an invalid argument, e.g. a DSQ id with bit 63 set; -17: a DSQ of this id exists; -12: no memory.',
  },
  {
    when: /^ops\.init_task\(\) failed \(-?\d+\)/,
    code: 'run/init-failed',
    what: 'did not start',
    explanation: 'Its init_task operation returned an error for a task that runs already.',
    suggestion:
      'Look at what init_task returns; a full map or task storage (-7, -12) is the usual cause.',
  },
  {
    when: /\[\d+\] failed to run for /,
    code: 'run/stall',
    what: 'let a task wait too long and was taken out',
    explanation:
      'The watchdog found a task that was ready to run and did not get a CPU within timeout_ms.',
    suggestion:
      'Find the path on which enqueue neither inserts the task into a DSQ nor stores it for dispatch, or the DSQ that dispatch never moves to a local one.',
  },
  {
    when: /^watchdog failed to check in for |RCU CPU stall|lockup - CPU/i,
    code: 'run/lockup',
    what: 'kept the kernel itself from running and was taken out',
    explanation:
      "A CPU made no progress: the kernel's own threads are tasks too and need CPU time from the scheduler.",
    suggestion:
      'Look for long loops in dispatch and select_cpu, and give per-CPU kernel threads a way to run at once.',
  },
  {
    when: /^kfunc with mask 0x[0-9a-f]+ called from an operation only allowing|kfunc called from a nested operation/,
    code: 'run/kfunc-not-allowed',
    what: 'called a kernel function from an operation that may not',
    explanation:
      'Kernels before 7.2 find this out when the call is made. scx_bpf_dsq_move_to_local(), for one, works in dispatch only.',
    suggestion:
      'Move the call to an operation that allows it; the program in the stack of the log is the one that made it.',
  },
  {
    when: /non-existent DSQ|^invalid DSQ ID|destroyed dsq|vtime ordering for built-in DSQs|already had (?:FIFO|PRIQ)-enqueued|in-use dsq|builtin DSQ/,
    code: 'run/dsq',
    what: 'used a dispatch queue wrongly',
    explanation:
      'A DSQ must have been made with scx_bpf_create_dsq() in init, only user DSQs can be ordered by vtime, and one DSQ holds tasks of one order only.',
    suggestion:
      'Check the DSQ id at this call. An id of 0 often means a constant that only a skeleton loader fills in.',
  },
  {
    when: /already direct-dispatched|but trying to direct-dispatch|dispatch buffer (?:over|under)flow|called with NULL task|invalid enq_flags|SCX_ENQ_\w+ on (?:a non-local|SCX_DSQ_LOCAL)|reenqueued \d+ times/,
    code: 'run/dispatch',
    what: 'inserted a task wrongly',
    explanation:
      'enqueue and select_cpu insert their own task and only once; dispatch inserts at most dispatch_max_batch tasks in one call.',
    suggestion: 'Return right after the insert, and check scx_bpf_dispatch_nr_slots() in dispatch.',
  },
  {
    when: /^SCX_DSQ_LOCAL\[_ON\]|^invalid CPU |^invalid cid |^Invalid target CPU/,
    code: 'run/invalid-cpu',
    what: 'sent a task to a CPU it may not use',
    explanation:
      'The CPU does not exist, or the task is not allowed there: its affinity or a disabled migration forbids it.',
    suggestion:
      'Test bpf_cpumask_test_cpu(cpu, p->cpus_ptr) first, and return prev_cpu when no CPU was picked (a negative number).',
  },
  {
    when: /built-in idle tracking is disabled|per-node idle tracking|BUILTIN_IDLE_PER_NODE/,
    code: 'run/idle-tracking',
    what: 'asked for idle CPUs that the kernel does not track for it',
    explanation:
      'With update_idle implemented the kernel stops tracking idle CPUs itself, unless a flag asks it to go on.',
    suggestion:
      'Add SCX_OPS_KEEP_BUILTIN_IDLE to .flags, or remove update_idle; the *_node functions need SCX_OPS_BUILTIN_IDLE_PER_NODE.',
  },
  {
    when: /^cpu \d+ going (?:online|offline)|^expected hotplug seq/,
    code: 'run/hotplug',
    what: 'ended because a CPU came or went',
    explanation: 'It has no cpu_online and cpu_offline operations, so it can not go on.',
    suggestion: 'Load it again, or implement cpu_online and cpu_offline.',
  },
  {
    when: /^Not compatible with "isolcpus="/,
    code: 'run/rejected',
    what: 'was refused',
    explanation: 'sched_ext does not work on a kernel that was booted with isolcpus=domain.',
    suggestion: 'Remove isolcpus= from the kernel command line of the target.',
  },
  {
    when: /^cid-form scheduler|^SCX_OPS_\w+ requires|requires cid-form|must be used$|^scx_\w*enable\(\) failed/,
    code: 'run/rejected',
    what: 'was refused',
    explanation: 'Its flags and operations do not fit together for this kernel.',
    suggestion: 'Change the flags or add the operation that the text names.',
  },
];

const BY_REASON: readonly Row[] = [
  {
    when: /^scx_bpf_error$/,
    code: 'run/bpf-error',
    what: 'called scx_bpf_error() and was taken out',
    explanation: 'The scheduler itself found that it can not go on.',
    suggestion: 'Search for this text in the source: the condition before it came true.',
  },
  {
    when: /^runnable task stall$/,
    code: 'run/stall',
    what: 'let a task wait too long and was taken out',
    explanation:
      'The watchdog found a task that was ready to run and did not get a CPU within timeout_ms.',
    suggestion:
      'Find the path on which enqueue neither inserts the task into a DSQ nor stores it for dispatch, or the DSQ that dispatch never moves to a local one.',
  },
  {
    when: /sysrq/i,
    code: 'run/sysrq',
    what: 'was taken out by hand (SysRq-S on the target)',
    explanation: 'Somebody, or another program, asked the kernel to go back to its own scheduler.',
    suggestion: 'Load it again when the target is free.',
  },
  {
    when: /^unregistered from BPF$/,
    code: 'run/exit',
    what: 'called scx_bpf_exit() and ended',
    explanation: 'The scheduler itself asked to end.',
    suggestion: 'Search for scx_bpf_exit in the source: the condition before it came true.',
  },
  {
    when: /^unregistered from the main kernel$|parent/,
    code: 'run/unregistered',
    what: 'was ended by the kernel',
    explanation: 'The kernel, or the scheduler above this one, took it out.',
    suggestion: 'Load it again; the text says what happened.',
  },
  {
    when: /reenqueue limit|rescue/,
    code: 'run/dispatch',
    what: 'kept tasks from running and was taken out',
    explanation: 'A task went back to the queues again and again without getting a CPU.',
    suggestion:
      'In enqueue, send a task whose enq_flags has SCX_ENQ_REENQ somewhere else than the first time.',
  },
];

const UNKNOWN: EndingCause = {
  code: 'run/runtime-error',
  what: 'made an error while it ran and was taken out',
  explanation: 'The kernel checks what a scheduler does and ends it at the first error.',
  suggestion:
    "The kernel's text says what was wrong; the program in the stack of the log is the one that did it.",
};

/** `unregistered from user space`: somebody unloaded it, which is no failure. */
const AS_ASKED = /^unregistered from user space$/;

/** null for an ending that was asked for. */
export function endingCause(reason: string | null, detail: string | null): EndingCause | null {
  if (reason !== null && AS_ASKED.test(reason)) return null;
  // What scx_bpf_error() says is the author's own text: it is never matched as the kernel's.
  const own = reason === 'scx_bpf_error' || reason === 'unregistered from BPF';
  const byDetail =
    own || detail === null ? undefined : BY_DETAIL.find(({ when }) => when.test(detail));
  return (
    byDetail ??
    (reason === null ? undefined : BY_REASON.find(({ when }) => when.test(reason))) ??
    UNKNOWN
  );
}
