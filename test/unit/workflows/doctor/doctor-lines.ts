/** What remote/doctor.sh says of a target that has all, line by line. */
const LINES = [
  'clock 1795433762.688549240',
  'askedAs user',
  'bpffsWritable yes',
  'rootKmsg readable',
  'jit 1',
  'os PRETTY_NAME="Debian GNU/Linux 13 (trixie)"',
  'os VERSION_CODENAME=trixie',
  'os ID=debian',
  'cpus 0-3',
  'commandLine BOOT_IMAGE=/vmlinuz quiet',
  'virtual kvm',
  'container ',
  'btfBytes 5515646',
  'kfuncsMarked yes',
  'bpffs rw,nosuid,nodev,noexec,relatime,mode=700',
  'libbpf 1.5',
  'tool bpftool /usr/sbin/bpftool',
  'tool awk /usr/bin/awk',
  'tool head /usr/bin/head',
  'tool mktemp /usr/bin/mktemp',
  'tool readlink /usr/bin/readlink',
  'tool chrt /usr/bin/chrt',
  'tool timeout /usr/bin/timeout',
  'tool dmesg /usr/bin/dmesg',
  'tool timedatectl /usr/bin/timedatectl',
  'user alice',
  'shellCapabilities 0000000000000000',
  'toolCapabilities ',
  'sysctl watchdog 1',
  'sysctl watchdog_thresh 10',
  'sysctl softlockup_panic 0',
  'sysctl panic_on_rcu_stall 0',
  'sysctl dmesg_restrict 0',
  'sysrq yes',
  'kmsg readable',
  'tempFolder /tmp',
  'tempWritable yes',
  'tempInodes 16047385',
  'configFile /boot/config-6.18.15',
  'config CONFIG_BPF=y',
  'config CONFIG_BPF_SYSCALL=y',
  'config CONFIG_BPF_JIT=y',
  'config CONFIG_BPF_JIT_ALWAYS_ON=y',
  'config CONFIG_DEBUG_INFO_BTF=y',
  'config CONFIG_SCHED_CLASS_EXT=y',
  'config CONFIG_EXT_GROUP_SCHED=y',
  'config CONFIG_MAGIC_SYSRQ=y',
];

/** What a line is about: its key, and the name of a tool, setting or option. */
const subjectOf = (line: string) =>
  /^(?:(?:tool|sysctl) \w+|(?:config|os) \w+(?==)|\w+)/.exec(line)?.[0];

/** The lines with some exchanged (`kmsg refused`), or taken away by a subject alone (`-tool chrt`). */
export const doctorLines = (...changed: readonly string[]) =>
  LINES.filter((line) => !changed.includes(`-${subjectOf(line) ?? ''}`)).map(
    (line) => changed.find((other) => subjectOf(other) === subjectOf(line)) ?? line,
  );
