import type { TargetFacts } from '../../core/sched-ext/target';
import { REQUIREMENTS } from '../target-facts';
import type { Found } from './check';

/** An object of a large scheduler is some MB; below that much room a load can fail. */
const ENOUGH_FREE_BYTES = 16 * 1024 * 1024;

/** A requirement's code, as the name of a check, and what is shown when it is met. */
const SHOWN: Readonly<Record<string, readonly [string, (facts: TargetFacts) => string]>> = {
  'no-sched-ext': ['sched_ext', ({ state }) => state ?? 'there'],
  'no-btf': ['BTF', () => '/sys/kernel/btf/vmlinux'],
  'no-bpftool': ['bpftool', ({ bpftool }) => bpftool ?? ''],
  'no-bpffs': ['BPF file system', () => '/sys/fs/bpf'],
  'no-privilege': ['privilege', ({ privilege }) => privilege],
};

/** What a target is and has, from what it says of itself. */
export function targetChecks(facts: TargetFacts): Found[] {
  const kernel = `${facts.kernelRelease} ${facts.machine}`;
  return [
    { name: 'kernel', status: 'ok', detail: kernel, nextStep: null },
    ...REQUIREMENTS.load.map((requirement): Found => {
      const [name, found] = SHOWN[requirement.code] ?? [requirement.code, () => 'there'];
      return requirement.met(facts)
        ? { name, status: 'ok', detail: found(facts), nextStep: null }
        : {
            name,
            status: 'missing',
            detail: requirement.cause(facts),
            nextStep: requirement.nextStep,
          };
    }),
    schedulerCheck(facts),
    ...roomCheck(facts),
  ];
}

function schedulerCheck({ activeOps }: TargetFacts): Found {
  return activeOps === null
    ? { name: 'scheduler', status: 'ok', detail: 'none is loaded', nextStep: null }
    : {
        name: 'scheduler',
        status: 'warning',
        detail: `"${activeOps}" is loaded`,
        nextStep: 'Take it out before you load another, or load with --replace.',
      };
}

function roomCheck({ freeBytes }: TargetFacts): Found[] {
  if (freeBytes === null) return [];
  const detail = `${Math.floor(freeBytes / 1024 / 1024)} MiB free for objects`;
  return freeBytes >= ENOUGH_FREE_BYTES
    ? [{ name: 'room', status: 'ok', detail, nextStep: null }]
    : [
        {
          name: 'room',
          status: 'warning',
          detail,
          nextStep: 'Free space in /tmp on the target, or set TMPDIR there to another folder.',
        },
      ];
}
