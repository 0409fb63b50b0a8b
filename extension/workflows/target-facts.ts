import { failed, ok, type Outcome, type Problem } from '../core/findings/problem';
import { parseFacts } from '../core/sched-ext/facts-text';
import type { TargetFacts } from '../core/sched-ext/target';
import type { Host, RemoteRun } from '../hosts/api';

/** Asks a target what it is: one round trip, nothing changed there. */
export async function targetFacts(
  host: Host,
  { signal, stopGraceMs }: Pick<RemoteRun, 'signal' | 'stopGraceMs'> = {},
): Promise<Outcome<TargetFacts>> {
  const grace = stopGraceMs === undefined ? {} : { stopGraceMs };
  const outcome = await host.run('facts', { signal, ...grace });
  if (outcome.kind !== 'ok') return outcome;
  return readFacts(host, outcome.value.stdout, outcome.value.stderr);
}

/** Facts from what a script said; a problem when they are none. */
export function readFacts(host: Host, stdout: string, stderr: string): Outcome<TargetFacts> {
  const facts = parseFacts(stdout);
  if (facts) return ok(facts);
  return failed({
    kind: 'target',
    code: 'no-posix-shell',
    message: `Could not read what ${host.target.id} is: its answer makes no sense`,
    nextStep: 'A target needs Linux with a POSIX sh. Try "ssh TARGET uname -a" in a terminal.',
    detail: (stdout + stderr).slice(0, 2000).trim(),
  });
}

interface Requirement {
  readonly code: string;
  readonly met: (facts: TargetFacts) => boolean;
  readonly cause: (facts: TargetFacts) => string;
  readonly nextStep: string;
}

const SCHED_EXT: Requirement = {
  code: 'no-sched-ext',
  met: (facts) => facts.hasSchedExt,
  cause: (facts) => `its kernel ${facts.kernelRelease} has no sched_ext`,
  nextStep:
    'Boot a kernel of 6.12 or later with CONFIG_SCHED_CLASS_EXT=y, or use a lab (target "lab").',
};

const BTF: Requirement = {
  code: 'no-btf',
  met: (facts) => facts.hasBtf,
  cause: (facts) => `its kernel ${facts.kernelRelease} shows no BTF at /sys/kernel/btf/vmlinux`,
  nextStep: 'Boot a kernel built with CONFIG_DEBUG_INFO_BTF=y.',
};

/** The first whose libbpf (1.3) knows struct_ops links and the ___ part of kernel functions' names. */
const OLDEST_BPFTOOL = [7, 3] as const;

/** A version that can't be read is taken for a new one: the tool itself will say what it lacks. */
function isOldBpftool(bpftool: string): boolean {
  const [, major, minor] = /v(\d+)\.(\d+)/.exec(bpftool) ?? [];
  if (major === undefined || minor === undefined) return false;
  const [oldestMajor, oldestMinor] = OLDEST_BPFTOOL;
  return (
    Number(major) < oldestMajor || (Number(major) === oldestMajor && Number(minor) < oldestMinor)
  );
}

const BPFTOOL: Requirement = {
  code: 'no-bpftool',
  met: ({ bpftool }) => bpftool !== null && !isOldBpftool(bpftool),
  cause: ({ bpftool }) =>
    bpftool === null
      ? 'it has no bpftool'
      : `its ${bpftool} is older than ${OLDEST_BPFTOOL.join('.')} and does not know schedulers`,
  nextStep:
    'Install a bpftool of 7.3 or later on the target (Debian 12: apt install -t bookworm-backports bpftool; Debian 13: apt install bpftool; Fedora: dnf install bpftool).',
};

const BPFFS: Requirement = {
  code: 'no-bpffs',
  met: (facts) => facts.hasBpffs,
  cause: () => 'no BPF file system is mounted',
  nextStep: 'On the target, as root: mount -t bpf bpf /sys/fs/bpf',
};

const PRIVILEGE: Requirement = {
  code: 'no-privilege',
  met: (facts) => facts.privilege !== 'none',
  cause: () => 'the user is not root and there is no sudo',
  nextStep: 'Connect as root, or let this user use sudo on the target.',
};

const MAY_VERIFY: Requirement = {
  ...PRIVILEGE,
  met: (facts) => facts.hasCapabilities || PRIVILEGE.met(facts),
};

/**
 * scx_enable() refuses where CPUs are kept out of the scheduling domains (kernel/sched/ext.c, Linux 6.12): those
 * of isolcpus=, which the kernel lists, and not those of nohz_full= or of a cpuset (seen on 6.12 and 7.3).
 */
const NO_ISOLATED_CPUS: Requirement = {
  code: 'isolated-cpus',
  met: ({ isolatedCpus }) => isolatedCpus === null,
  cause: ({ isolatedCpus }) =>
    `its kernel keeps CPUs to itself (isolcpus=${isolatedCpus ?? ''}), and then refuses every scheduler`,
  nextStep: "Take isolcpus= out of the kernel's command line, and boot again.",
};

/** By purpose, in the order in which what is missing is best said. */
export const REQUIREMENTS = {
  build: [BTF, BPFTOOL],
  verify: [SCHED_EXT, BTF, BPFTOOL, MAY_VERIFY, BPFFS],
  load: [SCHED_EXT, BTF, BPFTOOL, PRIVILEGE, BPFFS, NO_ISOLATED_CPUS],
  run: [SCHED_EXT, BTF, PRIVILEGE, BPFFS, NO_ISOLATED_CPUS],
} as const satisfies Record<string, readonly Requirement[]>;

/** The first thing a target lacks for `purpose`, or null when it has all. */
export function checkTarget(
  facts: TargetFacts,
  purpose: keyof typeof REQUIREMENTS,
  name: string,
): Problem | null {
  const missing = REQUIREMENTS[purpose].find(({ met }) => !met(facts));
  if (!missing) return null;
  return {
    kind: 'target',
    code: missing.code,
    message: `Could not ${purpose} on ${name}: ${missing.cause(facts)}`,
    nextStep: missing.nextStep,
    detail: '',
  };
}
