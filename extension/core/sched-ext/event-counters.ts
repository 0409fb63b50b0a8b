/** What an event counter of /sys/kernel/sched_ext/root/events counts, in our words. */
export interface EventCounter {
  readonly meaning: string;
  /** When it says that something is wrong. */
  readonly worry: string;
}

/** Kinds of values: most count events, one counts nanoseconds. */
export const NANOSECOND_COUNTERS: ReadonlySet<string> = new Set(['SCX_EV_BYPASS_DURATION']);

/**
 * By name, from 6.15 (the first with counters) to 7.3: kernel/sched/ext_internal.h of 6.18, ext/internal.h of 7.3.
 * A kernel's counter that is not here is shown without words. The headers say what is counted; when to worry
 * follows from what happens then, where they do not say it.
 */
const COUNTERS: Readonly<Record<string, EventCounter>> = {
  SCX_EV_SELECT_CPU_FALLBACK: {
    meaning: 'ops.select_cpu() chose a CPU that the task may not use; the kernel took another one.',
    worry: 'When it grows: the choice ignores the affinity of tasks or CPUs that are offline.',
  },
  SCX_EV_DISPATCH_LOCAL_DSQ_OFFLINE: {
    meaning: 'A task meant for the local queue of an offline CPU went to the global queue.',
    worry: 'When no CPU was taken offline just then.',
  },
  SCX_EV_DISPATCH_KEEP_LAST: {
    meaning: 'A task ran on after its slice, because its CPU had no other one.',
    worry:
      'When it grows fast while other CPUs have tasks waiting: ops.dispatch() does not find them.',
  },
  SCX_EV_ENQ_SKIP_EXITING: {
    meaning:
      'A task that was ending went straight to a local queue, without ops.enqueue() (SCX_OPS_ENQ_EXITING is off).',
    worry: 'Never: it counts tasks that end.',
  },
  SCX_EV_ENQ_SKIP_MIGRATION_DISABLED: {
    meaning:
      'A task that may not migrate just now went straight to its local queue, without ops.enqueue().',
    worry: 'When it grows as fast as all enqueues: the policy sees only part of the tasks.',
  },
  SCX_EV_ENQ_SLICE_DFL: {
    meaning: 'A task was given the default slice, because the scheduler had set none.',
    worry: 'When the scheduler is meant to set every slice.',
  },
  SCX_EV_REFILL_SLICE_DFL: {
    meaning: 'A task whose slice was used up was given the default one, since nothing set another.',
    worry: 'When the scheduler is meant to set every slice.',
  },
  SCX_EV_SLICE_CLAMPED: {
    meaning:
      'A slice that was asked for from outside the callbacks was too long to be kept, and was cut.',
    worry: 'Whenever it grows: the slice is most likely calculated wrongly.',
  },
  SCX_EV_SLICE_DENIED: {
    meaning:
      'A longer slice was refused: the scheduler may not use the CPU that the task is on (SCX_CAP_BASE).',
    worry: 'When it grows: it extends slices on CPUs that its parent gave to others, or took back.',
  },
  SCX_EV_BYPASS_DURATION: {
    meaning:
      'Time in bypass: the kernel queues tasks first in, first out by itself, while a scheduler comes or goes and around suspend.',
    worry: 'When it grows while the scheduler should run.',
  },
  SCX_EV_BYPASS_DISPATCH: {
    meaning: 'Tasks that the kernel dispatched by itself, in bypass.',
    worry: 'When it grows while the scheduler should run.',
  },
  SCX_EV_BYPASS_ACTIVATE: {
    meaning: 'How often bypass began.',
    worry: 'When it grows without a load, an unload or a suspend.',
  },
  SCX_EV_REENQ_IMMED: {
    meaning: 'A task that was to run at once (SCX_ENQ_IMMED) was enqueued again: the CPU was busy.',
    worry: 'When it is close to the number of such inserts: they hardly ever succeed.',
  },
  SCX_EV_REENQ_LOCAL_REPEAT: {
    meaning: 'A task was taken off a local queue and enqueued again, repeatedly, without running.',
    worry: 'When it grows: the kernel ends a scheduler that goes on so.',
  },
  SCX_EV_REENQ_REPEAT: {
    meaning: 'A task was enqueued again, repeatedly, without running in between.',
    worry: 'When it grows: the kernel ends a scheduler that goes on so.',
  },
  SCX_EV_INSERT_NOT_OWNED: {
    meaning: 'An insert of a task that belongs to another scheduler was ignored.',
    worry: 'Whenever it grows: a task is waited for that nobody queues.',
  },
  SCX_EV_SUB_BYPASS_DISPATCH: {
    meaning: 'Tasks of sub-schedulers in bypass that their parent dispatched.',
    worry: 'When it grows although no sub-scheduler comes or goes.',
  },
  SCX_EV_SUB_FORCED_ADMIT: {
    meaning:
      'A task that may not migrate just now was queued on a CPU that the scheduler has no capability for, since it can run nowhere else.',
    worry: 'When it grows fast: it takes time on CPUs that are meant for others.',
  },
  SCX_EV_SUB_PREEMPT_DENIED: {
    meaning:
      'A kick that was to preempt a task of another scheduler only made its CPU choose anew: SCX_CAP_PREEMPT is missing there.',
    worry:
      'When the scheduler counts on preempting: its tasks wait for the others to end their slice.',
  },
  SCX_EV_SUB_KICK_DENIED: {
    meaning:
      'A kick was left out: the sub-scheduler may not use that CPU (SCX_CAP_BASE). Kicks that only lost their preemption are in SUB_PREEMPT_DENIED.',
    worry: 'When it grows: tasks may wait on a CPU that it believes to have woken.',
  },
  SCX_EV_SUB_REENQ_DENIED: {
    meaning:
      'A call to enqueue the tasks of a local queue again was left out: the sub-scheduler may not use that CPU (SCX_CAP_BASE).',
    worry: 'When it grows: it still takes CPUs for its own that its parent gave to others.',
  },
  SCX_EV_SUB_CIDPERF_DENIED: {
    meaning:
      'scx_bpf_cidperf_set() was refused: the sub-scheduler has no SCX_CAP_PERF for that CPU.',
    worry: 'When it is meant to set the speed of CPUs: they run at what others ask for.',
  },
  SCX_EV_SUB_RESCUE: {
    meaning:
      'A task that was inserted with SCX_ENQ_RESCUE on a CPU without the capability for it was run there by the kernel instead.',
    worry:
      'When it grows fast: where a CPU has too much to rescue, the kernel ends the sub-scheduler that asks most.',
  },
};

/** null for a counter that nothing is known of: newer kernels have more. */
export function eventCounter(name: string): EventCounter | null {
  return Object.hasOwn(COUNTERS, name) ? (COUNTERS[name] ?? null) : null;
}
