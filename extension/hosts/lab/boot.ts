/** Starts one virtual machine and waits until its sshd answers. */
import { appendFile, open, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CANCELLED, failed, ok, type Outcome } from '../../core/findings/problem';
import type { Accelerator } from './accelerator';
import { freePort, sshAnswers } from './banner';
import { createKeysPipe, writeInitramfs } from './boot-files';
import { bootFailed, noNetwork } from './boot-problems';
import type { LabKernel } from './kernel-folder';
import type { LabContext, LabStep } from './lab-context';
import type { LabDeath } from './lab-death';
import type { Lab } from './lab';
import { createKeys, keysArchive, keysLine, writeKnownHosts, type GuestKeys } from './lab-keys';
import { startKeptMachine, startOwnedMachine, type Boot } from './machine';
import { WAITING_FOR_KEYS } from './saved-state';

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
  /** Path of the state to go on from; null boots. */
  readonly savedState: string | null;
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
  const keys = await createKeys(context, request.folder, step);
  if (keys.kind !== 'ok') return keys;
  await writeKnownHosts(request.folder, port);
  const boot = await prepare(context, request, { keys: keys.value, port, step });
  if (boot.kind !== 'ok') return boot;
  const start = request.keep ? startKeptMachine : startOwnedMachine;
  const machine = await start(context, request, boot.value);
  if (machine.kind !== 'ok') return machine;
  const { lab, ready } = machine.value;
  // Both ways: opened for writing alone it would wait for QEMU, which may be gone already.
  const { keysPipe } = boot.value;
  const pipe = keysPipe === null ? null : await open(keysPipe, 'r+');
  const handOver = () => void pipe?.write(keysLine(keys.value, new Date()));
  const answered = await waitUntilUsable(lab, { port, step, handOver });
  await pipe?.close();
  await removeFiles(boot.value);
  if (answered.kind === 'ok') {
    await ready();
    return ok(lab);
  }
  await lab.stop();
  return answered;
}

interface Preparation {
  readonly keys: GuestKeys;
  readonly port: number;
  readonly step: LabStep;
}

/** What boots has its keys in its initramfs; what goes on gets them over a pipe. */
async function prepare(
  context: LabContext,
  request: BootRequest,
  { keys, port, step }: Preparation,
): Promise<Outcome<Boot>> {
  const { folder, savedState } = request;
  if (savedState !== null) {
    const keysPipe = await createKeysPipe(context, folder, step);
    if (keysPipe.kind !== 'ok') return keysPipe;
    return ok({ port, start: { kind: 'saved', state: savedState }, keysPipe: keysPipe.value });
  }
  const initramfs = await writeInitramfs(request, folder);
  await appendFile(initramfs, keysArchive(keys));
  const start = { kind: 'boot', image: request.kernel.image, initramfs } as const;
  return ok({ port, start, keysPipe: null });
}

async function removeFiles({ start, keysPipe }: Boot): Promise<void> {
  if (start.kind === 'boot') await rm(start.initramfs, { force: true });
  if (keysPipe !== null) await rm(keysPipe, { force: true });
}

interface Wait {
  readonly port: number;
  readonly step: LabStep;
  /** Called when the guest asks for its keys. */
  readonly handOver: () => void;
}

async function waitUntilUsable(lab: Lab, wait: Wait): Promise<Outcome<void>> {
  const start = Date.now();
  const timeout = BOOT_TIMEOUT_MS[lab.accelerator];
  const deaths: LabDeath[] = [];
  void lab.died.then((death) => deaths.push(death));
  let hasKeys = false;
  while (Date.now() - start < timeout) {
    if (wait.step.signal?.aborted === true) return CANCELLED;
    const console = lab.console();
    if (console.some((line) => line.includes(NO_NETWORK))) return failed(noNetwork(lab));
    const [death] = deaths;
    if (death) return failed(bootFailed(lab, death.message, death.console));
    if (!hasKeys && console.includes(WAITING_FOR_KEYS)) {
      hasKeys = true;
      wait.handOver();
    }
    const isStarting = console.some((line) => line.includes(STARTING_SSHD));
    if (isStarting || Date.now() - start > QUIET_BOOT_MS) {
      if (await Promise.race([sshAnswers(wait.port), lab.died.then(() => false)]))
        return ok(undefined);
    }
    await sleep(KNOCK_INTERVAL_MS);
  }
  return failed(bootFailed(lab, `no answer within ${timeout / 1000} s`, lab.console()));
}
