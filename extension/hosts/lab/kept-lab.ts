/**
 * Labs that go on when the process that booted them ends. Each is described by a record in its
 * folder; whoever finds the record can reach the lab and stop it.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Accelerator } from './accelerator';
import { plainConsoleLine } from './console-tail';
import type { Lab } from './lab';
import type { LabContext } from './lab-context';
import { labDeath, type LabDeath } from './lab-death';
import { isOwned } from './lab-folder';
import { sshArguments } from './lab-keys';
import { isRunning, type ProcessIdentity } from './process-identity';

export interface KeptRecord {
  /** The name it was asked for by: `6.18`, `newest`, a path. */
  readonly name: string;
  readonly release: string;
  readonly accelerator: Accelerator['kind'];
  readonly qemu: ProcessIdentity;
  readonly port: number;
  /** False until its sshd has answered. */
  readonly isReady: boolean;
}

/** A lab that goes on without an owner. */
export interface RunningLab extends Lab {
  /** The name it was asked for by. */
  readonly name: string;
}

const RECORD = 'lab.json';
const CONSOLE = 'console.log';
const DEATH_POLL_MS = 500;
/** What of a console file is read: enough for its last lines. */
const CONSOLE_END_BYTES = 32_768;
const FORCE_KILL_AFTER_MS = 2000;

export const keptFolders = (context: LabContext): string => join(context.folder, 'kept');
export const consoleFileIn = (folder: string): string => join(folder, CONSOLE);

export async function writeRecord(folder: string, record: KeptRecord): Promise<void> {
  await writeFile(join(folder, `${RECORD}.part`), JSON.stringify(record, null, 2) + '\n');
  await rename(join(folder, `${RECORD}.part`), join(folder, RECORD));
}

/** All that are usable now; what is left of others is ended and removed. */
export async function keptLabs(context: LabContext): Promise<RunningLab[]> {
  const parent = keptFolders(context);
  await mkdir(parent, { recursive: true });
  const found: RunningLab[] = [];
  for (const name of (await readdir(parent)).sort()) {
    const folder = join(parent, name);
    const record = await readRecord(folder);
    if (record?.isReady === true && isRunning(record.qemu)) {
      found.push({ ...attachedLab(folder, record), name: record.name });
    } else if (record?.isReady === true || !isOwned(name)) {
      if (record) await endProcess(record.qemu);
      await rm(folder, { recursive: true, force: true });
    }
  }
  return found;
}

async function readRecord(folder: string): Promise<KeptRecord | null> {
  try {
    return JSON.parse(await readFile(join(folder, RECORD), 'utf8')) as KeptRecord;
  } catch {
    return null;
  }
}

/** Looked at once a process, however often its record is read. */
const attached = new Map<string, Lab>();

/** A lab that is no child of ours: its end is seen by looking, its console is a file. */
export function attachedLab(folder: string, record: KeptRecord): Lab {
  const key = JSON.stringify([folder, record.qemu]);
  const lab = attached.get(key) ?? attach(folder, record);
  attached.set(key, lab);
  void lab.died.then(() => attached.delete(key));
  return lab;
}

function attach(folder: string, record: KeptRecord): Lab {
  let stopRequested = false;
  const consoleFile = openConsole(consoleFileIn(folder));
  let settle: (death: LabDeath) => void = () => undefined;
  const died = new Promise<LabDeath>((resolve) => (settle = resolve));
  const finish = async () => {
    const unknown = { exitCode: null, signal: null, stderr: '' };
    const console = consoleFile.end();
    consoleFile.close();
    await rm(folder, { recursive: true, force: true });
    settle(labDeath({ ...unknown, kernel: record.release, stopRequested, console }));
  };
  const timer = setInterval(() => {
    if (isRunning(record.qemu)) return;
    clearInterval(timer);
    void finish();
  }, DEATH_POLL_MS);
  timer.unref(); // A lab that is kept does not keep us.
  return {
    kernel: record.release,
    accelerator: record.accelerator,
    pid: record.qemu.pid,
    sshArguments: sshArguments(folder, record.port),
    console: consoleFile.end,
    died,
    async stop() {
      clearInterval(timer);
      stopRequested = true;
      await endProcess(record.qemu);
      await finish();
    },
  };
}

async function endProcess(qemu: ProcessIdentity): Promise<void> {
  if (!isRunning(qemu)) return;
  process.kill(qemu.pid, 'SIGTERM');
  const end = Date.now() + FORCE_KILL_AFTER_MS;
  while (isRunning(qemu) && Date.now() < end) await sleep(20);
  if (isRunning(qemu)) process.kill(qemu.pid, 'SIGKILL');
}

/** Held open: another process that sees the end first removes the file, and how it died is still said. */
function openConsole(path: string): { end: () => readonly string[]; close: () => void } {
  let file: number | null = null;
  let last: readonly string[] = [];
  const read = () => {
    try {
      file ??= openSync(path, 'r');
      last = consoleEnd(file);
    } catch {
      // QEMU has not opened it yet, or the lab is gone.
    }
    return last;
  };
  read();
  return {
    end: read,
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

function consoleEnd(file: number): readonly string[] {
  const { size } = fstatSync(file);
  const start = Math.max(0, size - CONSOLE_END_BYTES);
  const bytes = Buffer.alloc(size - start);
  const length = readSync(file, bytes, 0, bytes.length, start);
  const lines = bytes.toString('utf8', 0, length).split('\n');
  return lines.map(plainConsoleLine).filter((line) => line !== '');
}
