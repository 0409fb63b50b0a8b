import { faulty, fine, type Found, type Subject } from '../check';
import type { Examination } from './examination';

const CONFIG: Subject = ['kernel-config', 'kernel configuration'];

interface Option {
  readonly name: string;
  /** What does not work without it. */
  readonly effect: string;
  readonly isNeeded: boolean;
}

/** SCHED_CLASS_EXT depends on the four before it (kernel/Kconfig.preempt, Linux 6.12). */
const OPTIONS: readonly Option[] = [
  need('CONFIG_BPF'),
  need('CONFIG_BPF_SYSCALL'),
  need('CONFIG_BPF_JIT'),
  need('CONFIG_DEBUG_INFO_BTF'),
  need('CONFIG_SCHED_CLASS_EXT'),
  use('CONFIG_EXT_GROUP_SCHED', "A scheduler's cgroup operations are never called"),
  use('CONFIG_MAGIC_SYSRQ', 'The emergency stop can only remove links'),
];

/** Without it the JIT can be switched off, no more. */
const ALWAYS_ON = 'CONFIG_BPF_JIT_ALWAYS_ON';

function need(name: string): Option {
  return { name, effect: 'Schedulers are neither verified nor loaded', isNeeded: true };
}

function use(name: string, effect: string): Option {
  return { name, effect, isNeeded: false };
}

/** How the kernel was built. A kernel that has sched_ext shows by that what it was built with. */
export function kernelConfigCheck({ facts, more }: Examination): Found {
  const { config } = more;
  if (config === null) {
    return facts.hasSchedExt
      ? fine(CONFIG, 'no file of it can be read; sched_ext shows that what it needs is built in')
      : faulty(CONFIG, 'unknown', {
          detail: 'no file of it can be read',
          effect: 'It is not known why this kernel has no sched_ext',
          nextStep: `Look for ${OPTIONS.map(({ name }) => name).join(', ')} in the configuration it was built with.`,
        });
  }
  const isOn = ({ name }: Option): boolean => ['y', 'm'].includes(config.values.get(name) ?? '');
  const off = OPTIONS.filter((option) => !isOn(option));
  const jit = config.values.get(ALWAYS_ON) === 'y' ? `, ${ALWAYS_ON}` : '';
  if (off.length === 0) return fine(CONFIG, `all that schedulers need${jit} (${config.file})`);
  const needed = off.filter(({ isNeeded }) => isNeeded);
  const mended = needed.length > 0 ? needed : off;
  return faulty(CONFIG, needed.length > 0 ? 'missing' : 'warning', {
    detail: `off: ${off.map(({ name }) => name).join(', ')} (${config.file})`,
    effect: [...new Set(mended.map(({ effect }) => effect))].join('. '),
    nextStep: `Boot a kernel built with ${mended.map(({ name }) => `${name}=y`).join(', ')}.`,
  });
}
