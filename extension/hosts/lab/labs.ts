import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { CommandLog, Tools } from '../api';
import { chooseAccelerator, distrustKvm } from './accelerator';
import { bootLab, type BootRequest } from './boot';
import { guestArchive } from './guest-archive';
import { createKernelCatalog, type AvailableKernel } from './kernel-catalog';
import type { LabKernel } from './kernel-folder';
import type { BootOptions, Lab } from './lab';
import type { LabContext, LabStep } from './lab-context';
import { identityOf, isRunning } from './process-identity';

export interface LabsOptions {
  /** What can be made again: kernels, programs. Labs use the folder `lab` in it. */
  readonly cacheDir: string;
  readonly tools: Tools;
  readonly log: CommandLog;
}

export interface Labs {
  /** Boots the kernel of this name, or gives the lab of it that runs already. */
  boot(kernel: string, options?: BootOptions): Promise<Outcome<Lab>>;
  /** The kernels there are, with no boot. */
  kernels(step?: LabStep): Promise<Outcome<AvailableKernel[]>>;
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

  const start = async (kernel: LabKernel, boot: BootOptions): Promise<Outcome<Lab>> => {
    const lab = await startLab(context, kernel, boot);
    if (lab.kind !== 'ok') return lab;
    all.add(lab.value);
    void lab.value.died.then((death) => {
      all.delete(lab.value);
      options.log(death.message);
    });
    return lab;
  };
  return {
    async boot(name, boot = {}) {
      const step = { ...boot, onProgress: saying(options.log, boot) };
      const kernel = await catalog.resolve(name, step);
      if (kernel.kind !== 'ok') return kernel;
      const key = kernel.value.image;
      const known = await running.get(key);
      if (known?.kind === 'ok') return known;
      const starting = start(kernel.value, step);
      running.set(key, starting);
      const lab = await starting;
      if (lab.kind !== 'ok') running.delete(key);
      else void lab.value.died.then(() => running.delete(key));
      return lab;
    },
    kernels: (step = {}) => catalog.list(step),
    async dispose() {
      await Promise.allSettled(running.values());
      await Promise.all([...all].map((lab) => lab.stop()));
    },
  };
}

/** Progress goes to the caller and to the log. */
function saying(log: CommandLog, { onProgress }: LabStep): (line: string) => void {
  return (line) => {
    log(line);
    onProgress?.(line);
  };
}

async function startLab(
  context: LabContext,
  kernel: LabKernel,
  boot: BootOptions,
): Promise<Outcome<Lab>> {
  const qemu = await context.tools.find([QEMU]);
  if (qemu === null) return failed(NO_QEMU);
  const rootArchive = await guestArchive(context, boot);
  if (rootArchive.kind !== 'ok') return rootArchive;
  const accelerator = await chooseAccelerator(context, qemu, boot);
  if (accelerator.kind !== 'ok') return accelerator;
  const request: BootRequest = {
    kernel,
    qemu,
    accelerator: accelerator.value.kind,
    rootArchive: rootArchive.value,
    folder: await ownFolder(context),
    memoryMb: boot.memoryMb ?? DEFAULT_MEMORY_MB,
  };
  boot.onProgress?.(`Booting lab kernel ${kernel.release}`);
  const lab = await bootLab(context, request, boot);
  if (lab.kind !== 'problem' || request.accelerator === 'tcg') return lab;
  if (boot.signal?.aborted === true) return CANCELLED;
  boot.onProgress?.('The lab did not start under KVM; trying emulation');
  const emulated = { ...request, accelerator: 'tcg', folder: await ownFolder(context) } as const;
  const second = await bootLab(context, emulated, boot);
  // Both failing is the kernel's fault, not KVM's.
  if (second.kind === 'ok') await distrustKvm(context, qemu, lab.problem.message);
  return second;
}

/** Named after its owner, so that one whose owner was killed can be told from one in use. */
async function ownFolder(context: LabContext): Promise<string> {
  const parent = join(context.folder, 'running');
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const [pid, startTime] = name.split('-');
    const owner = { pid: Number(pid), startTime: startTime ?? null };
    if (!isRunning(owner)) await rm(join(parent, name), { recursive: true, force: true });
  }
  const { pid, startTime } = identityOf(process.pid);
  return join(parent, [pid, startTime ?? 0, randomUUID().slice(0, 8)].join('-'));
}
