import { faulty, fine, type Found, type Subject } from '../check';
import { systemName } from '../install-command';
import type { Examination } from './examination';
import { lackOf } from './requirement';

const SYSTEM: Subject = ['system', 'system'];
const ARCHITECTURE: Subject = ['architecture', 'architecture'];
const KERNEL: Subject = ['kernel', 'kernel'];
const SCHED_EXT: Subject = ['sched-ext', 'sched_ext'];
const ISOLATED: Subject = ['isolated-cpus', 'isolated CPUs'];

/** Whose kernels can put struct_ops behind their own calls (arch_prepare_bpf_trampoline, Linux 6.12 to 7.3). */
const KNOWN_MACHINES = ['x86_64', 'aarch64', 'riscv64', 's390x', 'ppc64le', 'loongarch64'];

/** What machine and kernel a target has. */
export function machineChecks(examined: Examination): Found[] {
  return [
    systemCheck(examined),
    architectureCheck(examined),
    fine(KERNEL, examined.facts.kernelRelease),
    schedExtCheck(examined),
    isolatedCheck(examined),
  ];
}

function systemCheck({ more }: Examination): Found {
  const { cpus, virtual, container } = more;
  const parts = [
    systemName(more.osRelease),
    cpus === null ? null : cpuCount(cpus),
    container === null ? null : `in a container (${container})`,
    container === null && virtual !== null && virtual !== 'none' ? `virtual (${virtual})` : null,
  ].filter((part) => part !== null);
  return parts.length === 0
    ? faulty(SYSTEM, 'unknown', {
        detail: 'it says nothing of itself',
        effect: 'Nothing by itself',
      })
    : fine(SYSTEM, parts.join(', '));
}

/** `0-3,6` is 5. */
function cpuCount(list: string): string {
  const count = list
    .split(',')
    .map((range) => range.split('-').map(Number))
    .reduce((sum, [first = 0, last = first]) => sum + last - first + 1, 0);
  return count === 1 ? '1 CPU' : `${count} CPUs`;
}

function architectureCheck({ facts }: Examination): Found {
  return KNOWN_MACHINES.includes(facts.machine)
    ? fine(ARCHITECTURE, facts.machine)
    : faulty(ARCHITECTURE, 'unknown', {
        detail: facts.machine,
        effect: 'It is not known whether its kernel can run schedulers in BPF (struct_ops)',
        nextStep: `Use a target of these: ${KNOWN_MACHINES.join(', ')}.`,
      });
}

function schedExtCheck({ facts }: Examination): Found {
  const lack = lackOf(facts, 'no-sched-ext');
  return lack === null
    ? fine(SCHED_EXT, facts.state ?? 'there')
    : faulty(SCHED_EXT, 'missing', {
        ...lack,
        effect: 'Schedulers are built for it, but neither verified nor loaded',
      });
}

function isolatedCheck({ facts, more }: Examination): Found {
  const lack = lackOf(facts, 'isolated-cpus');
  if (lack === null) return fine(ISOLATED, 'none');
  const option = /\bisolcpus=\S*/.exec(more.commandLine ?? '')?.[0];
  return faulty(ISOLATED, 'missing', {
    detail: [facts.isolatedCpus, option === undefined ? null : `(${option})`]
      .filter((part) => part !== null)
      .join(' '),
    effect: 'The kernel refuses every scheduler: "Invalid argument"',
    nextStep: lack.nextStep,
  });
}
