/**
 * A kernel that has booted up to the point where a lab gets its keys, saved once: later labs of it go
 * on from there. Under emulation a boot takes 4 to 8 s of a processor, and this 0.5 s.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CANCELLED, failed, ok, type Outcome } from '../../core/findings/problem';
import { freePort } from './banner';
import type { BootRequest } from './boot';
import { createKeysPipe, writeInitramfs } from './boot-files';
import { cacheEntry } from './cache-entry';
import { plainConsoleLine } from './console-tail';
import type { LabContext, LabStep } from './lab-context';
import { startMonitored, type MonitoredMachine } from './monitor';
import { tiedToOwner } from './owned-process';
import { qemuArguments, stateWriter } from './qemu';

export type SavedRequest = Pick<
  BootRequest,
  'kernel' | 'qemu' | 'accelerator' | 'rootArchive' | 'memoryMb'
>;

/** Line of guest/init.sh. */
export const WAITING_FOR_KEYS = 'scx-lab: waiting for keys';
const STATE = 'state';
const KEY_CHARS = 8;
const TIMEOUT_MS = 180_000;
const POLL_MS = 50;
/** As fast as the disk takes it; QEMU's default keeps a network free. */
const BYTES_PER_S = 1e10;

/** Path of the state for machines like this one; made when it is not there yet. */
export async function savedState(
  context: LabContext,
  request: SavedRequest,
  step: LabStep,
): Promise<Outcome<string>> {
  const parent = join(context.folder, 'states');
  const kernel = basename(dirname(request.kernel.image));
  const folder = `${kernel}-${await keyOf(request)}`;
  await removeEmpty(join(parent, folder, STATE));
  const made = await cacheEntry(join(parent, folder), step, async (part) => {
    step.onProgress?.(
      `Saving ${request.kernel.release} after its boot: later labs of it start there`,
    );
    const saved = await saveInto(context, request, part, step);
    if (saved.kind === 'ok') await removeOlder(parent, kernel, folder);
    return saved;
  });
  return made.kind === 'ok' ? ok(join(made.value, STATE)) : made;
}

/** As a file is after a power failure: QEMU 7.2 waits for ever for the rest of nothing. */
async function removeEmpty(state: string): Promise<void> {
  const size = await stat(state).then(
    (found) => found.size,
    () => null,
  );
  if (size === 0) await forgetState(state);
}

/** Of another QEMU, or of an older SCX Studio: 150 MB each. */
async function removeOlder(parent: string, kernel: string, newest: string): Promise<void> {
  const older = (await readdir(parent)).filter(
    (name) => name.slice(0, -KEY_CHARS - 1) === kernel && name !== newest,
  );
  await Promise.all(older.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

/** Of a state that QEMU did not take. */
export async function forgetState(state: string): Promise<void> {
  await rm(dirname(state), { recursive: true, force: true });
}

/** A state fits the QEMU, the arguments and the files that it was made with. */
async function keyOf(request: SavedRequest): Promise<string> {
  const { mtimeMs, size } = await stat(request.qemu);
  const { kernel, rootArchive: initramfs } = request;
  const start = { kind: 'boot', image: kernel.image, initramfs } as const;
  const argv = qemuArguments({ ...request, start, port: 0, consoleFile: null, keysPipe: '' });
  const parts = [...argv, String(mtimeMs), String(size)];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, KEY_CHARS);
}

async function saveInto(
  context: LabContext,
  request: SavedRequest,
  folder: string,
  step: LabStep,
): Promise<Outcome<null>> {
  const pipe = await createKeysPipe(context, folder, step);
  if (pipe.kind !== 'ok') return pipe;
  const initramfs = await writeInitramfs(request, folder);
  const consoleFile = join(folder, 'console');
  const argv = qemuArguments({
    ...request,
    start: { kind: 'boot', image: request.kernel.image, initramfs },
    ...{ port: await freePort(), consoleFile, keysPipe: pipe.value },
  });
  const machine = startMonitored([...(await tiedToOwner(context.tools, argv)), '-qmp', 'stdio']);
  const ended = new AbortController();
  void machine.done.finally(() => {
    ended.abort();
  });
  try {
    await untilWaiting(consoleFile, ended.signal, step);
    // Of a machine that has ended, it says why.
    await save(machine, join(folder, STATE), step);
  } catch (error) {
    return step.signal?.aborted === true ? CANCELLED : notSaved(request, String(error));
  } finally {
    machine.kill();
    await machine.done;
  }
  for (const file of [pipe.value, initramfs, consoleFile]) await rm(file, { force: true });
  return ok(null);
}

function notSaved({ kernel }: SavedRequest, why: string): Outcome<never> {
  return failed({
    kind: 'tool',
    code: 'lab-not-saved',
    message: `Could not save ${kernel.release} after its boot: ${why}. Labs of it boot each time`,
    nextStep: 'Check the free space in the folder of the labs.',
    detail: '',
  });
}

/** Throws when the time is over or the step is cancelled. */
async function untilWaiting(file: string, ended: AbortSignal, step: LabStep): Promise<void> {
  const end = Date.now() + TIMEOUT_MS;
  while (!ended.aborted) {
    step.signal?.throwIfAborted();
    if (Date.now() > end) throw new Error(`it did not come up within ${TIMEOUT_MS / 1000} s`);
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.split('\n').map(plainConsoleLine).includes(WAITING_FOR_KEYS)) return;
    await sleep(POLL_MS);
  }
}

/** The machine must run meanwhile: one that was stopped stays so wherever it goes on. */
async function save(machine: MonitoredMachine, file: string, step: LabStep): Promise<void> {
  await machine.ask('qmp_capabilities');
  await machine.ask('migrate-set-parameters', { 'max-bandwidth': BYTES_PER_S });
  await machine.ask('migrate', { uri: stateWriter(file) });
  for (;;) {
    step.signal?.throwIfAborted();
    const progress = (await machine.ask('query-migrate')) as {
      status: string;
      'error-desc'?: string;
    };
    if (progress.status === 'completed') break;
    if (['failed', 'cancelled'].includes(progress.status)) {
      throw new Error(progress['error-desc'] ?? `saving ${progress.status}`);
    }
    await sleep(POLL_MS);
  }
}
