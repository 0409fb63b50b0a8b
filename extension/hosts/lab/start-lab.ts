import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, type Outcome, type Problem } from '../../core/findings/problem';
import { chooseAccelerator, distrustKvm, type Accelerator } from './accelerator';
import { bootLab, type BootRequest } from './boot';
import { guestArchive } from './guest-archive';
import { keptFolders } from './kept-lab';
import type { LabKernel } from './kernel-folder';
import type { BootOptions, Lab } from './lab';
import type { LabContext } from './lab-context';
import { createLabFolder, removeOrphans } from './lab-folder';
import { forgetState, savedState } from './saved-state';

const DEFAULT_MEMORY_MB = 1024;
const QEMU = 'qemu-system-x86_64';

const NO_QEMU: Problem = {
  kind: 'tool',
  code: 'qemu-missing',
  message: `Could not find ${QEMU} on this machine`,
  nextStep: 'Install QEMU (Debian: apt install qemu-system-x86), or use an SSH host as target.',
  detail: '',
};

/** Boots a lab with everything it needs; under emulation where KVM turns out not to work. */
export async function startLab(
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
  const memoryMb = boot.memoryMb ?? DEFAULT_MEMORY_MB;
  const request = { name, kernel, keep, qemu, rootArchive: rootArchive.value, memoryMb };
  const attempt = (kind: Accelerator['kind']) =>
    inOwnFolder(context, { ...request, accelerator: kind, savedState: null }, boot);
  boot.onProgress?.(`Booting lab kernel ${kernel.release}`);
  if (accelerator.value.kind === 'tcg') {
    return (await fromSavedState(context, request, boot)) ?? attempt('tcg');
  }
  const lab = await attempt('kvm');
  if (lab.kind !== 'problem') return lab;
  boot.onProgress?.(`${lab.problem.message}. Trying emulation instead of KVM`);
  const emulated = await attempt('tcg');
  // Both failing is the kernel's fault, not KVM's.
  if (emulated.kind === 'ok') await distrustKvm(context, qemu, lab.problem.message);
  return emulated;
}

/**
 * null where a boot is the way: an image of the user's, which changes with each build, other memory
 * than usual, a state that can't be made or that QEMU does not take.
 */
async function fromSavedState(
  context: LabContext,
  request: Omit<BootRequest, 'folder' | 'accelerator' | 'savedState'>,
  boot: BootOptions,
): Promise<Outcome<Lab> | null> {
  if (request.kernel.source === 'image' || request.memoryMb !== DEFAULT_MEMORY_MB) return null;
  const emulated = { ...request, accelerator: 'tcg' } as const;
  const state = await savedState(context, emulated, boot);
  if (state.kind === 'cancelled') return state;
  if (state.kind === 'problem') {
    boot.onProgress?.(state.problem.message);
    return null;
  }
  const lab = await inOwnFolder(context, { ...emulated, savedState: state.value }, boot);
  if (lab.kind !== 'problem') return lab;
  boot.onProgress?.(`${lab.problem.message}. Booting it anew`);
  await forgetState(state.value);
  return null;
}

/** Nothing stays of a lab that did not come up. */
async function inOwnFolder(
  context: LabContext,
  request: Omit<BootRequest, 'folder'>,
  boot: BootOptions,
): Promise<Outcome<Lab>> {
  const parent = request.keep ? keptFolders(context) : join(context.folder, 'running');
  if (!request.keep) await removeOrphans(parent);
  const folder = await createLabFolder(parent);
  const lab = await bootLab(context, { ...request, folder }, boot);
  if (lab.kind !== 'ok') await rm(folder, { recursive: true, force: true });
  return lab;
}
