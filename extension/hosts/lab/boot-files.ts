/** What a machine reads while it starts: made in its folder, and needed no more once it runs. */
import { appendFile, copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Outcome } from '../../core/findings/problem';
import type { BootRequest } from './boot';
import { runStep, type LabContext, type LabStep } from './lab-context';

/** A named pipe for the second serial port. */
export async function createKeysPipe(
  context: LabContext,
  folder: string,
  step: LabStep,
): Promise<Outcome<string>> {
  const pipe = join(folder, 'keys.pipe');
  const doing = {
    doing: 'make a named pipe',
    code: 'lab-boot-failed',
    nextStep: 'Check that mkfifo (coreutils) works in the folder of the labs.',
  };
  const made = await runStep(context, ['mkfifo', '-m', '600', pipe], doing, step);
  return made.kind === 'ok' ? ok(pipe) : made;
}

/** Base and drivers one after the other: the kernel unpacks them as one. */
export async function writeInitramfs(
  { kernel, rootArchive }: Pick<BootRequest, 'kernel' | 'rootArchive'>,
  folder: string,
): Promise<string> {
  const initramfs = join(folder, 'initramfs');
  await copyFile(rootArchive, initramfs);
  if (kernel.modulesArchive) await appendFile(initramfs, await readFile(kernel.modulesArchive));
  return initramfs;
}
