import type { TargetFacts } from '../../core/sched-ext/target';
import { REQUIREMENTS } from '../target-facts';
import { faulty, type Check, type CheckCode, type Found } from './check';
import { roomCheck } from './target/room-check';
import { schedulerCheck } from './target/scheduler-check';

/** By the code of a requirement. */
const NAMES: Readonly<Record<string, readonly [CheckCode, string]>> = {
  'no-sched-ext': ['sched-ext', 'sched_ext'],
  'no-btf': ['btf', 'BTF'],
  'no-bpftool': ['bpftool', 'bpftool'],
  'no-privilege': ['privilege', 'privilege'],
  'no-bpffs': ['bpffs', 'BPF file system'],
  'isolated-cpus': ['isolated-cpus', 'isolated CPUs'],
};

/** One of them in a line: `room for objects: 2 MiB free in the temporary folder. A large scheduler may not fit.` */
export function warningText({ name, detail, effect }: Check): string {
  return `${name}: ${detail}.${effect === null ? '' : ` ${effect}.`}`;
}

/**
 * The quick part of the doctor, before a load: what stands in its way by the facts that are known already.
 * `missing` means that the load can't work, `warning` that it asks for attention; empty when all is well.
 */
export function preflight(facts: TargetFacts): readonly Check[] {
  const lacks = REQUIREMENTS.load
    .filter(({ met }) => !met(facts))
    .map(({ code, cause, nextStep }): Found => {
      const subject = NAMES[code] ?? (['kernel', 'kernel'] as const);
      const effect = 'Nothing can be loaded';
      return faulty(subject, 'missing', { detail: cause(facts), effect, nextStep });
    });
  return [...lacks, schedulerCheck(facts), roomCheck(facts, null)]
    .filter(({ status }) => status === 'missing' || status === 'warning')
    .map((found) => ({ where: 'target', ...found }));
}
