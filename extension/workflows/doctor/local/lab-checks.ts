import { join } from 'node:path';
import type { Files, Tools } from '../../../hosts/api';
import type { WorkflowContext } from '../../context';
import { faulty, fine, type Found, type Subject } from '../check';
import { installStep, type System } from '../install-command';
import { runText } from './tool-answer';

const QEMU: Subject = ['qemu', 'QEMU'];
const KVM: Subject = ['kvm', 'KVM'];
const PROGRAM = 'qemu-system-x86_64';

/** What this machine needs for labs. Nothing else needs it, so nothing of it is ever `missing`. */
export async function labChecks(
  { tools, files, cacheDir }: Pick<WorkflowContext, 'tools' | 'files' | 'cacheDir'>,
  system: System,
): Promise<Found[]> {
  if (system.platform !== 'linux') {
    const effect = 'Labs run on Linux alone';
    const nextStep = 'Use a target over ssh.';
    return [faulty(QEMU, 'warning', { detail: 'not used on this system', effect, nextStep })];
  }
  const qemu = await tools.find([PROGRAM]);
  if (qemu === null) {
    const effect = 'Labs do not start';
    const detail = `no ${PROGRAM} on PATH`;
    return [faulty(QEMU, 'warning', { detail, effect, ...installStep('qemu', system) })];
  }
  const version = /emulator version (\S+)/.exec(
    (await runText(tools, [qemu, '--version'])) ?? '',
  )?.[1];
  return [
    fine(QEMU, version === undefined ? qemu : `${qemu}, version ${version}`),
    await kvmCheck(tools, files, system, await triedAccelerator(files, cacheDir)),
  ];
}

/** What labs found when they tried it (hosts/lab/accelerator.ts): a device can be there and run no guest. */
async function triedAccelerator(files: Files, cacheDir: string): Promise<string | null> {
  const text = await files.readText(join(cacheDir, 'lab', 'accelerator.json'));
  const [, kind] = /"kind": "(kvm|tcg)"/.exec(text ?? '') ?? [];
  return kind === 'tcg' ? (/"reason": "(.*)"/.exec(text ?? '')?.[1] ?? '') : null;
}

async function kvmCheck(
  tools: Tools,
  files: Files,
  system: System,
  failure: string | null,
): Promise<Found> {
  const effect = 'Labs are emulated: they boot and run several times slower';
  if (!(await files.exists('/dev/kvm'))) {
    const nextStep =
      "Turn virtualization on in this machine's firmware, or nested in its own host, then:";
    const command = `${system.isRoot ? '' : 'sudo '}sh -c 'modprobe kvm_intel || modprobe kvm_amd'`;
    return faulty(KVM, 'warning', { detail: 'there is no /dev/kvm', effect, nextStep, command });
  }
  const usable = await runText(tools, ['test', '-r', '/dev/kvm', '-a', '-w', '/dev/kvm']);
  if (usable !== null && failure === null) return fine(KVM, '/dev/kvm is usable');
  if (usable !== null) {
    const nextStep = 'Nothing on this machine mends that: its own host would have to.';
    return faulty(KVM, 'warning', {
      detail: `it ran no guest: ${failure ?? ''}`,
      effect,
      nextStep,
    });
  }
  return faulty(KVM, 'warning', {
    detail: 'this user may not use /dev/kvm',
    effect,
    nextStep: 'Join its group, and log in anew:',
    command: `${system.isRoot ? '' : 'sudo '}usermod -aG kvm "$USER"`,
  });
}
