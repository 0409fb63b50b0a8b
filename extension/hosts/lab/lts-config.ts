/**
 * What the long-term kernel of a lab has beyond `make tinyconfig`: what a QEMU guest needs to be
 * reached over ssh, and what schedulers need to be verified, loaded and watched.
 */
const MACHINE = [
  '64BIT=y',
  'SMP=y',
  'NR_CPUS=8',
  'HYPERVISOR_GUEST=y',
  'PARAVIRT=y',
  'PCI=y',
  'ACPI=y',
  'RTC_CLASS=y',
  'RTC_DRV_CMOS=y',
  'HOTPLUG_CPU=y',
  'HIGH_RES_TIMERS=y',
  'NO_HZ_IDLE=y',
  'BLK_DEV_INITRD=y',
  'RD_GZIP=y',
  // The console that the owner reads.
  'TTY=y',
  'SERIAL_8250=y',
  'SERIAL_8250_CONSOLE=y',
  'PRINTK=y',
  // Lets a test crash it.
  'MAGIC_SYSRQ=y',
];

/** Built in, so that this kernel needs no modules. */
const NETWORK = [
  'NET=y',
  'INET=y',
  'IPV6=n',
  'UNIX=y',
  'PACKET=y',
  'NETDEVICES=y',
  'NET_CORE=y',
  'VIRTIO_MENU=y',
  'VIRTIO_PCI=y',
  'VIRTIO_NET=y',
];

/** tinyconfig leaves out most of what programs take for granted. */
const PROGRAMS = [
  'EXPERT=y',
  'MULTIUSER=y',
  'BINFMT_ELF=y',
  'BINFMT_SCRIPT=y',
  'PROC_FS=y',
  'PROC_SYSCTL=y',
  'SYSFS=y',
  'DEVTMPFS=y',
  'TMPFS=y',
  'SHMEM=y',
  'BLOCK=y',
  'UNIX98_PTYS=y',
  'SYSVIPC=y',
  'FUTEX=y',
  'EPOLL=y',
  'EVENTFD=y',
  'SIGNALFD=y',
  'TIMERFD=y',
  'POSIX_TIMERS=y',
  'AIO=y',
  'IO_URING=n',
  'ADVISE_SYSCALLS=y',
  'MEMBARRIER=y',
  'FILE_LOCKING=y',
  'SECCOMP=y',
  'BUG=y',
];

/** BTF needs DWARF; kfuncs and their names need kallsyms. */
const BPF = [
  'BPF=y',
  'BPF_SYSCALL=y',
  'BPF_JIT=y',
  'BPF_JIT_ALWAYS_ON=y',
  'BPF_EVENTS=y',
  'DEBUG_KERNEL=y',
  'DEBUG_INFO_DWARF5=y',
  'DEBUG_INFO_BTF=y',
  'KALLSYMS=y',
  'KALLSYMS_ALL=y',
  'TRIM_UNUSED_KSYMS=n',
  'PERF_EVENTS=y',
  'FTRACE=y',
  'FUNCTION_TRACER=y',
  'KPROBES=y',
  'KPROBE_EVENTS=y',
  'UPROBES=y',
  'STACKTRACE=y',
  'DEBUG_FS=y',
  'IKCONFIG=y',
  'IKCONFIG_PROC=y',
];

const SCHEDULING = [
  'SCHED_CLASS_EXT=y',
  'EXT_GROUP_SCHED=y',
  'PREEMPT=y',
  'CGROUPS=y',
  'CGROUP_SCHED=y',
  'FAIR_GROUP_SCHED=y',
  'CPUSETS=y',
  'MEMCG=y',
  'CGROUP_BPF=y',
  'SCHEDSTATS=y',
  'SCHED_DEBUG=y',
  'PSI=y',
];

/** Emulated CPUs are slow enough. */
const SPEED = [
  'CC_OPTIMIZE_FOR_PERFORMANCE=y',
  'CPU_MITIGATIONS=n',
  'MITIGATION_RETPOLINE=n',
  'BASE_FULL=y',
];

const OPTIONS = [...MACHINE, ...NETWORK, ...PROGRAMS, ...BPF, ...SCHEDULING, ...SPEED];

/** Lines to append to a `.config`, to be completed by `make olddefconfig`. */
export const LTS_KERNEL_CONFIG =
  OPTIONS.map((option) => `CONFIG_${option}\n`).join('') + 'CONFIG_LOCALVERSION="-scx-lab"\n';

/** Without these the kernel is useless here: a build whose final configuration lacks one has failed. */
export const REQUIRED_OPTIONS = [
  'CONFIG_SCHED_CLASS_EXT=y',
  'CONFIG_DEBUG_INFO_BTF=y',
  'CONFIG_VIRTIO_NET=y',
  'CONFIG_BPF_JIT=y',
] as const;
