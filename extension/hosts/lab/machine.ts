/** The two ways to start a virtual machine: as our own child, or for good. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Outcome } from '../../core/findings/problem';
import { startProcess } from '../processes/process';
import type { BootRequest } from './boot';
import { createConsoleTail } from './console-tail';
import { attachedLab, consoleFileIn, writeRecord, type KeptRecord } from './kept-lab';
import type { Lab } from './lab';
import { runStep, type LabContext } from './lab-context';
import { labDeath, type LabDeath } from './lab-death';
import { sshArguments } from './lab-keys';
import { identityOf } from './process-identity';
import { tiedToOwner } from './owned-process';
import { qemuArguments, type QemuOptions } from './qemu';

export type Boot = Pick<QemuOptions, 'start' | 'port' | 'keysPipe'>;

interface Machine {
  readonly lab: Lab;
  /** To be called when its sshd has answered. */
  readonly ready: () => Promise<void>;
}

/** Ends with this process, however this process ends. */
export async function startOwnedMachine(
  context: LabContext,
  request: BootRequest,
  boot: Boot,
): Promise<Outcome<Machine>> {
  const { kernel, accelerator, folder } = request;
  const argv = qemuArguments({ ...request, ...boot, consoleFile: null });
  const console = createConsoleTail();
  const machine = startProcess(await tiedToOwner(context.tools, argv), { onLine: console.push });
  let stopRequested = false;
  const died = machine.done.then(async (exit): Promise<LabDeath> => {
    await rm(folder, { recursive: true, force: true });
    const stderr = exit.startError ?? exit.stderr;
    const ending = { ...exit, stderr, stopRequested, console: console.lines() };
    return labDeath({ ...ending, kernel: kernel.release });
  });
  const lab: Lab = {
    kernel: kernel.release,
    accelerator,
    pid: machine.pid ?? 0,
    sshArguments: sshArguments(folder, boot.port),
    console: console.lines,
    died,
    async stop() {
      stopRequested = true;
      machine.kill();
      await died;
    },
  };
  return ok({ lab, ready: () => Promise.resolve() });
}

/** Goes on when this process ends; a record in its folder lets others find it. */
export async function startKeptMachine(
  context: LabContext,
  request: BootRequest,
  boot: Boot,
): Promise<Outcome<Machine>> {
  const { folder, kernel, accelerator, name } = request;
  const consoleFile = consoleFileIn(folder);
  const pidFile = join(folder, 'qemu.pid');
  const argv = qemuArguments({ ...request, ...boot, consoleFile });
  const started = await runStep(
    context,
    [...argv, '-daemonize', '-pidfile', pidFile],
    {
      doing: `start the lab ${kernel.release}`,
      code: 'lab-boot-failed',
      nextStep: 'Check that QEMU works on this machine: "scx-studio doctor --target lab".',
    },
    {},
  );
  if (started.kind !== 'ok') return started;
  const qemu = identityOf(Number(await readFile(pidFile, 'utf8')));
  const record: KeptRecord = {
    ...{ name, release: kernel.release, accelerator, qemu },
    ...{ port: boot.port, isReady: false },
  };
  // At once: when we are killed now, the next process finds and ends the machine.
  await writeRecord(folder, record);
  const ready = () => writeRecord(folder, { ...record, isReady: true });
  return ok({ lab: attachedLab(folder, record), ready });
}
