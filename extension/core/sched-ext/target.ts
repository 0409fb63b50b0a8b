/** Where schedulers run. Data only: hosts/ knows how to reach one. */
export type Target =
  | { readonly kind: 'ssh'; readonly id: string; readonly destination: string }
  | { readonly kind: 'local'; readonly id: 'local' }
  | { readonly kind: 'lab'; readonly id: string; readonly kernel: string };

export type Privilege = 'root' | 'sudo' | 'sudo-password' | 'none';

/** A scheduler that SCX Studio has loaded, as the target tells it (a folder of remote/load.sh's pins). */
export interface LoadedRun {
  readonly name: string;
  /** null while it is being loaded. */
  readonly ops: string | null;
  /** `user@machine` of the client that loaded it. */
  readonly who: string;
  /** `held` by a lease, `kept` on purpose, or `left`: whoever held it is gone without taking it out. */
  readonly hold: 'held' | 'kept' | 'left';
}

/** What a target says of itself in one round trip (remote/facts.sh). */
export interface TargetFacts {
  /** `uname -r` */
  readonly kernelRelease: string;
  /** `uname -m`: x86_64, aarch64 … */
  readonly machine: string;
  readonly uid: number;
  /** `root` when uid is 0, `sudo` when `sudo -n true` works, `sudo-password` when sudo would ask. */
  readonly privilege: Privilege;
  /**
   * The login shell or bpftool's file has cap_bpf and cap_perfmon, and the user may pin: that suffices to
   * verify.
   */
  readonly hasCapabilities: boolean;
  /** Names this very kernel build: release plus a hash of its build id; key of the vmlinux.h cache. */
  readonly kernelBuild: string;
  readonly hasBtf: boolean;
  readonly hasSchedExt: boolean;
  readonly hasBpffs: boolean;
  /** First line of `bpftool version`, null when there is none. */
  readonly bpftool: string | null;
  /** /sys/kernel/sched_ext/state, null without sched_ext. */
  readonly state: string | null;
  /** Name of the scheduler that runs now, null when none does. */
  readonly activeOps: string | null;
  /** What SCX Studio has loaded there; empty while `areRunsHidden`. */
  readonly runs: readonly LoadedRun[];
  /** Only root may look at the runs, and this user could not become root without a question. */
  readonly areRunsHidden: boolean;
  /** CPUs that isolcpus= keeps for itself, as the kernel writes lists of them; null for none. */
  readonly isolatedCpus: string | null;
  /** Free bytes in the directory objects are sent to (TMPDIR or /tmp). */
  readonly freeBytes: number | null;
}

/** One reading of a target's scheduler state (remote/status.sh). Counters only grow while one is loaded. */
export interface Sample {
  /** Milliseconds since the target booted (/proc/uptime, steps of 10 ms): never jumps. */
  readonly timeMs: number;
  /** disabled | enabling | enabled | disabling, or what a newer kernel says; null without sched_ext. */
  readonly state: string | null;
  readonly ops: string | null;
  readonly enableSeq: number | null;
  readonly switchAll: boolean | null;
  readonly nrRejected: number | null;
  /** Tasks whose /proc/PID/sched says ext.enabled 1; null when the kernel does not show it. */
  readonly extTasks: number | null;
  /** Sub-schedulers by the id of their control group (root/sub, since 7.1). */
  readonly subs: ReadonlyMap<string, string>;
  /** The CPUs that it has each capability for (root/caps, since 7.3), as the kernel lists them. */
  readonly caps: ReadonlyMap<string, string>;
  /** root/events, in the kernel's order; empty while none is loaded or before 6.15. */
  readonly events: ReadonlyMap<string, number>;
  /** By number: time in hundredths of a second (/proc/stat, USER_HZ). CPUs that are offline are not there. */
  readonly cpus: ReadonlyMap<number, CpuTime>;
  /** By CPU: nanoseconds that tasks waited on its run queue (/proc/schedstat); empty where that is not kept. */
  readonly waitedNs: ReadonlyMap<number, number>;
  readonly contextSwitches: number | null;
  /** Tasks that can run or do so now. */
  readonly runnable: number | null;
  /** Microseconds that tasks were held up, by kind: `cpu some`, `memory full` (/proc/pressure). */
  readonly pressureUs: ReadonlyMap<string, number>;
}

/** Since boot. */
export interface CpuTime {
  readonly busy: number;
  /** Also what it waited for disks. */
  readonly idle: number;
}

/** One record of /dev/kmsg (Documentation/ABI/testing/dev-kmsg). */
export interface KernelRecord {
  readonly sequence: number;
  /** Microseconds since boot. */
  readonly timeMicros: number;
  /** syslog level 0 (emerg) to 7 (debug). */
  readonly level: number;
  readonly text: string;
}
