/** What a target says of itself beyond TargetFacts (remote/doctor.sh). null: it could not be asked. */
export interface DoctorFacts {
  /** Milliseconds since 1970 by the target's clock, when its first line was written. */
  readonly clockMs: number | null;
  /** The clock has no fraction (busybox): it is up to a second behind what it says. */
  readonly clockIsWhole: boolean;
  /** The lines of /etc/os-release that name the system; '' when there is none. */
  readonly osRelease: string;
  /** Name of the login user. */
  readonly user: string | null;
  /** As the kernel writes lists of CPUs: `0-3,6`. */
  readonly cpus: string | null;
  /** /proc/cmdline */
  readonly commandLine: string | null;
  /** As systemd-detect-virt names it; `none` for a machine of its own. */
  readonly virtual: string | null;
  /** `docker`, `podman` …; null outside of one. */
  readonly container: string | null;
  readonly btfBytes: number | null;
  /** pahole marks kfuncs since 1.26; only then does a vmlinux.h declare them. */
  readonly kfuncsMarked: boolean | null;
  /** Mount options of /sys/fs/bpf, null when nothing is mounted there. */
  readonly bpffsOptions: string | null;
  /** For root, or for the user where nobody may become root unasked. */
  readonly bpffsWritable: boolean;
  /** The libbpf in bpftool: `1.5`. */
  readonly libbpf: string | null;
  /** Paths of programs by name; a shell's own program is its name. */
  readonly tools: ReadonlyMap<string, string>;
  /** The newest clang there that compiles for BPF. */
  readonly clang: { readonly version: number; readonly path: string } | null;
  /** libbpf's headers for programs. */
  readonly hasBpfHeaders: boolean;
  /** Effective capabilities of the login shell, as a bit set. */
  readonly shellCapabilities: bigint | null;
  /** Capabilities of bpftool's file: `cap_bpf,cap_perfmon=ep`. */
  readonly toolCapabilities: string | null;
  /** Numbers under /proc/sys/kernel, by name. */
  readonly sysctls: ReadonlyMap<string, number>;
  /** There is /proc/sysrq-trigger. */
  readonly hasSysrq: boolean;
  readonly kmsg: KernelLogAccess | null;
  /** The same for root; equals `kmsg` where nobody may become root unasked. */
  readonly rootKmsg: KernelLogAccess | null;
  /** net.core.bpf_jit_enable; root alone may read it. */
  readonly jit: number | null;
  /** `none`, `integrity` or `confidentiality`. */
  readonly lockdown: string | null;
  readonly tempFolder: string;
  readonly tempWritable: boolean;
  /** Files that can still be made there; null where that has no limit. */
  readonly tempInodes: number | null;
  /** null: no configuration of this kernel can be read. */
  readonly config: KernelConfig | null;
}

export type KernelLogAccess = 'readable' | 'refused' | 'absent';

export interface KernelConfig {
  readonly file: string;
  /** `y`, `m` or a value, by name with CONFIG_. Of those that doctor.sh asks for, absent ones are off. */
  readonly values: ReadonlyMap<string, string>;
}
