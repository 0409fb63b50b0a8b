import { join } from 'node:path';
import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { CommandLog, Tools } from '../api';
import { chooseAccelerator, distrustKvm } from './accelerator';
import { bootLab, type BootRequest } from './boot';
import { guestArchive } from './guest-archive';
import { createKernelCatalog, type AvailableKernel } from './kernel-catalog';
import type { LabKernel } from './kernel-folder';
import type { BootOptions, Lab } from './lab';
import { keptFolders, keptLabs, type RunningLab } from './kept-lab';
import { createLabFolder, removeOrphans } from './lab-folder';
import type { LabContext, LabStep } from './lab-context';

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
  /** Stops every lab that this process booted and was not asked to keep. */
  dispose(): Promise<void>;
}

const DEFAULT_MEMORY_MB = 1024;
const QEMU = 'qemu-system-x86_64';

const NO_QEMU: Problem = {
  kind: 'tool',
  code: 'qemu-missing',
  message: `Could not find ${QEMU} on this machine`,
  nextStep: 'Install QEMU (Debian: apt install qemu-system-x86), or use an SSH host as target.',
  detail: '',
};

export function createLabs(options: LabsOptions): Labs {
  const context: LabContext = { folder: join(options.cacheDir, 'lab'), tools: options.tools };
  const catalog = createKernelCatalog(context);
  const running = new Map<string, Promise<Outcome<Lab>>>();
  const all = new Set<Lab>();

  const start = async (name: string, kernel: LabKernel, boot: BootOptions) => {
    const lab = await startLab(context, name, kernel, boot);
    if (lab.kind !== 'ok') return lab;
    if (boot.keep !== true) all.add(lab.value);
    void lab.value.died.then((death) => {
      all.delete(lab.value);
      options.log(death.message);
    });
    return lab;
  };
  return {
    async boot(name, boot = {}) {
      const step = sayingTo(options.log, boot);
      const kernel = await catalog.resolve(name, step);
      if (kernel.kind !== 'ok') return kernel;
      const key = kernel.value.image;
      // One that another caller cancelled is no answer to this one.
      const known = boot.fresh === true ? undefined : await running.get(key);
      if (known?.kind === 'ok') return known;
      const kept = boot.fresh === true ? null : await keptLab(context, kernel.value);
      if (kept) return ok(kept);
      const starting = start(name, kernel.value, step);
      running.set(key, starting);
      const lab = await starting;
      if (lab.kind !== 'ok') running.delete(key);
      else void lab.value.died.then(() => running.delete(key));
      return lab;
    },
    async install(name, step = {}) {
      const saying = sayingTo(options.log, step);
      const root = await guestArchive(context, saying);
      return root.kind === 'ok' ? catalog.resolve(name, saying) : root;
    },
    kernels: (step = {}) => catalog.list(sayingTo(options.log, step)),
    list: () => keptLabs(context),
    async dispose() {
      await Promise.allSettled(running.values());
      await Promise.all([...all].map((lab) => lab.stop()));
    },
  };
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

async function startLab(
  context: LabContext,
  name: string,
  kernel: LabKernel,
  boot: BootOptions,
): Promise<Outcome<Lab>> {
  const qemu = await context.tools.find([QEMU]);
  if (qemu === null) return failed(NO_QEMU);
  const rootArchive = await guestArchive(context, boot);
  if (rootArchive.kind !== 'ok') return rootArchive;
  const accelerator = await chooseAccelerator(context, qemu, boot);
  if (accelerator.kind !== 'ok') return accelerator;
  const keep = boot.keep === true;
  const parent = keep ? keptFolders(context) : join(context.folder, 'running');
  if (!keep) await removeOrphans(parent);
  const request: BootRequest = {
    name,
    kernel,
    keep,
    qemu,
    accelerator: accelerator.value.kind,
    rootArchive: rootArchive.value,
    folder: await createLabFolder(parent),
    memoryMb: boot.memoryMb ?? DEFAULT_MEMORY_MB,
  };
  boot.onProgress?.(`Booting lab kernel ${kernel.release}`);
  const lab = await bootLab(context, request, boot);
  if (lab.kind !== 'problem' || request.accelerator === 'tcg') return lab;
  if (boot.signal?.aborted === true) return CANCELLED;
  boot.onProgress?.(`${lab.problem.message}. Trying emulation instead of KVM`);
  const emulated = {
    ...request,
    accelerator: 'tcg',
    folder: await createLabFolder(parent),
  } as const;
  const second = await bootLab(context, emulated, boot);
  // Both failing is the kernel's fault, not KVM's.
  if (second.kind === 'ok') await distrustKvm(context, qemu, lab.problem.message);
  return second;
}
