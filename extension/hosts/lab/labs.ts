import { join } from 'node:path';
import { ok, type Outcome } from '../../core/findings/problem';
import type { CommandLog, Tools } from '../api';
import { guestArchive } from './guest-archive';
import { createKernelCatalog, type AvailableKernel } from './kernel-catalog';
import type { LabKernel } from './kernel-folder';
import type { BootOptions, Lab } from './lab';
import { keptLabs, type RunningLab } from './kept-lab';
import type { LabContext, LabStep } from './lab-context';
import { createSharedLabs } from './shared-labs';
import { startLab } from './start-lab';

export interface LabsOptions {
  /** What can be made again: kernels, programs. Labs use the folder `lab` in it. */
  readonly cacheDir: string;
  readonly tools: Tools;
  readonly log: CommandLog;
}

export interface Labs {
  /** Boots the kernel of this name, or gives the lab of it that runs already. */
  boot(kernel: string, options?: BootOptions): Promise<Outcome<Lab>>;
  /** Gets all that a boot of this kernel needs, ahead of it. */
  install(kernel: string, step?: LabStep): Promise<Outcome<LabKernel>>;
  /** The kernels there are; boots none. */
  kernels(step?: LabStep): Promise<Outcome<AvailableKernel[]>>;
  /** The labs that were asked to stay, whichever process booted them. */
  list(): Promise<RunningLab[]>;
  /** Those, and the ones that this process booted for itself. */
  running(): Promise<RunningLab[]>;
  /** Names of the kernels that boot without a download or a build, newest first. */
  installed(): Promise<readonly string[]>;
  /** Stops the lab of this name that this process booted for itself; what others keep goes on. */
  end(name: string): Promise<void>;
  /** Stops every lab that this process booted and was not asked to keep. */
  dispose(): Promise<void>;
}

export function createLabs(options: LabsOptions): Labs {
  const context: LabContext = { folder: join(options.cacheDir, 'lab'), tools: options.tools };
  const catalog = createKernelCatalog(context);
  const disposal = new AbortController();
  const shared = createSharedLabs();
  const booting = new Set<Promise<unknown>>();
  const owned = new Map<Lab, string>();

  const start = starter(options, context, owned);
  return {
    async boot(name, boot = {}) {
      const step = sayingTo(options.log, endedBy(disposal.signal, boot));
      const kernel = await catalog.resolve(name, step);
      if (kernel.kind !== 'ok') return kernel;
      const begin = () => start(name, kernel.value, step);
      const lab = boot.fresh === true ? begin() : shared.get(kernel.value.image, begin);
      booting.add(lab);
      return lab.finally(() => booting.delete(lab));
    },
    async install(name, step = {}) {
      const saying = sayingTo(options.log, step);
      const root = await guestArchive(context, saying);
      return root.kind === 'ok' ? catalog.resolve(name, saying) : root;
    },
    kernels: (step = {}) => catalog.list(sayingTo(options.log, step)),
    list: () => keptLabs(context),
    async running() {
      const own = [...owned].map(([lab, name]): RunningLab => ({ ...lab, name }));
      return [...(await keptLabs(context)), ...own];
    },
    installed: () => catalog.installed(),
    async end(wanted) {
      const mine = [...owned].filter(([, name]) => name === wanted);
      await Promise.all(mine.map(([lab]) => lab.stop()));
    },
    async dispose() {
      disposal.abort();
      await Promise.allSettled(booting);
      await Promise.all([...owned.keys()].map((lab) => lab.stop()));
    },
  };
}

/** Boots a kernel, or attaches to the lab of it that somebody keeps; what is not kept is remembered. */
function starter({ log }: LabsOptions, context: LabContext, owned: Map<Lab, string>) {
  return async (name: string, kernel: LabKernel, boot: BootOptions) => {
    const kept = boot.fresh === true ? null : await keptLab(context, kernel);
    if (kept) return ok(kept);
    const lab = await startLab(context, name, kernel, boot);
    if (lab.kind === 'ok' && boot.keep !== true) {
      owned.set(lab.value, name);
      void lab.value.died.then((death) => {
        owned.delete(lab.value);
        log(death.message);
      });
    }
    return lab;
  };
}

function endedBy(disposal: AbortSignal, boot: BootOptions): BootOptions {
  return { ...boot, signal: boot.signal ? AbortSignal.any([boot.signal, disposal]) : disposal };
}

async function keptLab(context: LabContext, kernel: LabKernel): Promise<Lab | null> {
  const labs = await keptLabs(context);
  return labs.find((lab) => lab.kernel === kernel.release) ?? null;
}

/** Progress goes to the caller and to the log. */
function sayingTo<Step extends LabStep>(log: CommandLog, step: Step): Step {
  const onProgress = (line: string) => {
    log(line);
    step.onProgress?.(line);
  };
  return { ...step, onProgress };
}
