/** Starts one virtual machine and waits until its sshd answers. */
import { appendFile, copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import { startProcess, type RunningProcess } from '../processes/process';
import type { Accelerator } from './accelerator';
import { freePort, sshAnswers } from './banner';
import { createConsoleTail, type ConsoleTail } from './console-tail';
import type { LabKernel } from './kernel-folder';
import type { LabContext, LabStep } from './lab-context';
import { labDeath, type LabDeath } from './lab-death';
import type { Lab } from './lab';
import { createKeys, sshArguments, writeKnownHosts } from './lab-keys';
import { qemuArguments, tiedToOwner } from './qemu';

export interface BootRequest {
  readonly kernel: LabKernel;
  readonly accelerator: Accelerator['kind'];
  readonly qemu: string;
  /** Root file system without keys and modules. */
  readonly rootArchive: string;
  /** The lab's own folder: keys, known hosts, and while it boots its initramfs. */
  readonly folder: string;
  readonly memoryMb: number;
}

/** Under emulation a boot takes 4 to 5 s on an idle machine. */
const BOOT_TIMEOUT_MS = 120_000;
const KNOCK_INTERVAL_MS = 20;
/**
 * Nobody knocks before init says so: QEMU keeps early connections, and they would keep sshd busy. A
 * kernel whose console says nothing is knocked at from then on.
 */
const QUIET_BOOT_MS = 15_000;
const STARTING_SSHD = 'scx-lab: starting sshd';
const NO_NETWORK = 'scx-lab: no network device';

export async function bootLab(
  context: LabContext,
  request: BootRequest,
  step: LabStep,
): Promise<Outcome<Lab>> {
  const port = await freePort();
  const initramfs = await writeInitramfs(context, request, port, step);
  if (initramfs.kind !== 'ok') return initramfs;
  const argv = qemuArguments({
    ...request,
    image: request.kernel.image,
    initramfs: initramfs.value,
    port,
    consoleFile: null,
  });
  const console = createConsoleTail();
  const progress = createBootProgress();
  const tied = await tiedToOwner(context.tools, argv);
  const machine = startProcess(tied, {
    onLine: (line) => {
      console.push(line);
      progress.read(line);
    },
  });
  const lab = runningLab(request, machine, console, port);
  const answered = await waitUntilUsable(lab, progress, port, step);
  await rm(initramfs.value, { force: true });
  if (answered.kind === 'ok') return ok(lab);
  await lab.stop();
  return answered;
}

/** Base, drivers and keys one after the other: the kernel unpacks them as one. */
async function writeInitramfs(
  context: LabContext,
  { folder, rootArchive, kernel }: BootRequest,
  port: number,
  step: LabStep,
): Promise<Outcome<string>> {
  const keys = await createKeys(context, folder, step);
  if (keys.kind !== 'ok') return keys;
  await writeKnownHosts(folder, port);
  const initramfs = join(folder, 'initramfs');
  await copyFile(rootArchive, initramfs);
  if (kernel.modulesArchive) await appendFile(initramfs, await readFile(kernel.modulesArchive));
  await appendFile(initramfs, keys.value);
  return ok(initramfs);
}

function runningLab(
  { kernel, accelerator, folder }: BootRequest,
  machine: RunningProcess,
  console: ConsoleTail,
  port: number,
): Lab {
  let stopRequested = false;
  const died = machine.done.then(async (exit): Promise<LabDeath> => {
    await rm(folder, { recursive: true, force: true });
    const stderr = exit.startError ?? exit.stderr;
    const ending = { ...exit, stderr, stopRequested, console: console.lines() };
    return labDeath({ ...ending, kernel: kernel.release });
  });
  return {
    kernel: kernel.release,
    accelerator,
    pid: machine.pid ?? 0,
    sshArguments: sshArguments(folder, port),
    console: () => console.lines(),
    died,
    async stop() {
      stopRequested = true;
      machine.kill();
      await died;
    },
  };
}

interface BootProgress {
  read(line: string): void;
  state(): 'booting' | 'starting-sshd' | 'no-network';
}

function createBootProgress(): BootProgress {
  let state: ReturnType<BootProgress['state']> = 'booting';
  return {
    read(line) {
      if (line.includes(STARTING_SSHD)) state = 'starting-sshd';
      if (line.includes(NO_NETWORK)) state = 'no-network';
    },
    state: () => state,
  };
}

async function waitUntilUsable(
  lab: Lab,
  progress: BootProgress,
  port: number,
  step: LabStep,
): Promise<Outcome<void>> {
  const start = Date.now();
  let death: LabDeath | null = null;
  void lab.died.then((end) => (death = end));
  for (;;) {
    if (step.signal?.aborted === true) return CANCELLED;
    if (progress.state() === 'no-network') return failed(noNetwork(lab));
    if (death !== null) return failed(bootFailed(lab, (death as LabDeath).message));
    const now = Date.now();
    if (now - start > BOOT_TIMEOUT_MS) {
      return failed(bootFailed(lab, `no answer within ${BOOT_TIMEOUT_MS / 1000} s`));
    }
    const isReady = progress.state() === 'starting-sshd';
    if (isReady || now - start > QUIET_BOOT_MS) {
      if (await Promise.race([sshAnswers(port), lab.died.then(() => false)])) return ok(undefined);
    }
    await sleep(KNOCK_INTERVAL_MS);
  }
}

function bootFailed(lab: Lab, cause: string): Problem {
  return {
    kind: 'target',
    code: 'lab-boot-failed',
    message: `Could not boot the lab ${lab.kernel}: ${cause}`,
    nextStep: 'Read the end of its console below; another kernel may work (lab:6.18).',
    detail: lab.console().slice(-30).join('\n'),
  };
}

function noNetwork(lab: Lab): Problem {
  return {
    ...bootFailed(lab, 'the kernel has no virtio_net built in, and no modules were found beside it'),
    code: 'lab-no-network',
    nextStep:
      'Build it with CONFIG_VIRTIO_NET=y and CONFIG_VIRTIO_PCI=y, or put its modules into lib/modules/<release> beside the image.',
  };
}
