/** Starts one virtual machine and waits until its sshd answers. */
import { appendFile, copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CANCELLED, failed, ok, type Outcome } from '../../core/findings/problem';
import type { Accelerator } from './accelerator';
import { freePort, sshAnswers } from './banner';
import { bootFailed, noNetwork } from './boot-problems';
import type { LabKernel } from './kernel-folder';
import type { LabContext, LabStep } from './lab-context';
import type { LabDeath } from './lab-death';
import type { Lab } from './lab';
import { createKeys, writeKnownHosts } from './lab-keys';
import { startKeptMachine, startOwnedMachine } from './machine';

export interface BootRequest {
  /** The name it was asked for by. */
  readonly name: string;
  readonly kernel: LabKernel;
  readonly accelerator: Accelerator['kind'];
  readonly qemu: string;
  /** Root file system without keys and modules. */
  readonly rootArchive: string;
  /** The lab's own folder: keys, known hosts, and while it boots its initramfs. */
  readonly folder: string;
  readonly memoryMb: number;
  readonly keep: boolean;
}

/** Emulation takes 4 to 5 s on an idle machine, and a minute was seen on a very busy one. */
const BOOT_TIMEOUT_MS = { tcg: 180_000, kvm: 30_000 } as const;
const KNOCK_INTERVAL_MS = 20;
/**
 * Nobody knocks before init says so: QEMU keeps early connections, and they would keep sshd busy. A
 * kernel whose console says nothing is knocked at from then on.
 */
const QUIET_BOOT_MS = 15_000;
/** Lines of guest/init.sh. */
const STARTING_SSHD = 'scx-lab: starting sshd';
const NO_NETWORK = 'scx-lab: no network device';

/** A lab that is usable. On any other outcome nothing of it is left, but its folder may be. */
export async function bootLab(
  context: LabContext,
  request: BootRequest,
  step: LabStep,
): Promise<Outcome<Lab>> {
  const port = await freePort();
  const initramfs = await writeInitramfs(context, request, port, step);
  if (initramfs.kind !== 'ok') return initramfs;
  const start = request.keep ? startKeptMachine : startOwnedMachine;
  const machine = await start(context, request, { initramfs: initramfs.value, port });
  if (machine.kind !== 'ok') return machine;
  const { lab, ready } = machine.value;
  const answered = await waitUntilUsable(lab, port, step);
  await rm(initramfs.value, { force: true });
  if (answered.kind === 'ok') {
    await ready();
    return ok(lab);
  }
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

async function waitUntilUsable(lab: Lab, port: number, step: LabStep): Promise<Outcome<void>> {
  const start = Date.now();
  const timeout = BOOT_TIMEOUT_MS[lab.accelerator];
  const deaths: LabDeath[] = [];
  void lab.died.then((death) => deaths.push(death));
  while (Date.now() - start < timeout) {
    if (step.signal?.aborted === true) return CANCELLED;
    const console = lab.console();
    if (console.some((line) => line.includes(NO_NETWORK))) return failed(noNetwork(lab));
    const [death] = deaths;
    if (death) return failed(bootFailed(lab, death.message, death.console));
    const isStarting = console.some((line) => line.includes(STARTING_SSHD));
    if (isStarting || Date.now() - start > QUIET_BOOT_MS) {
      if (await Promise.race([sshAnswers(port), lab.died.then(() => false)])) return ok(undefined);
    }
    await sleep(KNOCK_INTERVAL_MS);
  }
  return failed(bootFailed(lab, `no answer within ${timeout / 1000} s`, lab.console()));
}
