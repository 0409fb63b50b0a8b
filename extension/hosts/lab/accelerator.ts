/**
 * Whether QEMU can use the processor's virtualisation (KVM) here. /dev/kvm can exist, open and still
 * run no guest, so a guest is run: 64 KiB of ROM whose first instructions end QEMU with a status of
 * our own. The answer is kept with its reason until QEMU, the kernel or /dev/kvm changes.
 */
import { constants } from 'node:fs';
import { access, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { CANCELLED, failed, ok, type Outcome } from '../../core/findings/problem';
import type { LabContext, LabStep } from './lab-context';

export interface Accelerator {
  readonly kind: 'kvm' | 'tcg';
  /** Why: "a guest ran under KVM", or what QEMU said. */
  readonly reason: string;
}

const PROBE_TIMEOUT_MS = 5000;
const ROM_BYTES = 65_536;
/** x86 starts 16 bytes below the top of the ROM: mov al,0x10 · out 0xf4,al · hlt · jmp back to hlt. */
const ROM_PROGRAM = [0xb0, 0x10, 0xe6, 0xf4, 0xf4, 0xeb, 0xfd];
const ROM_START = ROM_BYTES - 16;
/** isa-debug-exit ends QEMU with twice the written value plus one. */
const ROM_STATUS = 0x10 * 2 + 1;

/** The accelerator to use with this QEMU. */
export async function chooseAccelerator(
  context: LabContext,
  qemu: string,
  step: LabStep,
): Promise<Outcome<Accelerator>> {
  const key = await probeKey(qemu);
  const path = join(context.folder, 'accelerator.json');
  const last = await readChoice(path, key);
  if (last) return ok(last);
  step.onProgress?.('Trying whether this machine can run a guest under KVM');
  const found = await probeKvm(context, qemu, step);
  if (found.kind !== 'ok') return found;
  await keepChoice(path, key, found.value);
  step.onProgress?.(describe(found.value));
  return found;
}

/** A guest that died under KVM although the probe went well: from now on without. */
export async function distrustKvm(
  context: LabContext,
  qemu: string,
  reason: string,
): Promise<Accelerator> {
  const choice = { kind: 'tcg', reason } as const;
  await keepChoice(join(context.folder, 'accelerator.json'), await probeKey(qemu), choice);
  return choice;
}

const describe = ({ kind, reason }: Accelerator): string =>
  kind === 'kvm' ? 'Labs run under KVM' : `Labs run under emulation (TCG): ${reason}`;

async function probeKvm(
  context: LabContext,
  qemu: string,
  step: LabStep,
): Promise<Outcome<Accelerator>> {
  const device = await kvmDevice();
  if (device !== 'usable') return ok({ kind: 'tcg', reason: `/dev/kvm is ${device}` });
  const status = await runProbe(context, qemu, 'kvm', step);
  if (status.kind !== 'ok') return status;
  return ok(
    status.value === null
      ? { kind: 'kvm', reason: 'a guest ran under KVM' }
      : { kind: 'tcg', reason: status.value },
  );
}

/** Runs the ROM; null when it ran to its end, else what went wrong. */
export async function runProbe(
  context: LabContext,
  qemu: string,
  kind: Accelerator['kind'],
  step: LabStep,
): Promise<Outcome<string | null>> {
  await mkdir(context.folder, { recursive: true });
  const rom = join(context.folder, `probe-${process.pid}.rom`);
  const bytes = Buffer.alloc(ROM_BYTES, 0xf4);
  bytes.set(ROM_PROGRAM, ROM_START);
  await writeFile(rom, bytes);
  const timeout = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  const signal = step.signal ? AbortSignal.any([step.signal, timeout]) : timeout;
  // The processor that labs get: some hosts run guests, but not with this one.
  const cpu = kind === 'kvm' ? 'host' : 'max';
  const machine = ['-machine', 'q35', '-accel', kind, '-cpu', cpu, '-nodefaults', '-no-reboot'];
  const exit = ['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04'];
  const argv = [qemu, ...machine, ...exit, '-display', 'none', '-bios', rom] as const;
  const outcome = await context.tools.run({ argv: [...argv], signal });
  await rm(rom, { force: true });
  if (step.signal?.aborted === true) return CANCELLED;
  if (timeout.aborted) return ok(`a guest did not run within ${PROBE_TIMEOUT_MS / 1000} s`);
  if (outcome.kind !== 'ok') return outcome.kind === 'problem' ? failed(outcome.problem) : outcome;
  if (outcome.value.exitCode === ROM_STATUS) return ok(null);
  const said =
    outcome.value.stderr
      .trim()
      .split('\n')[0]
      ?.replace(/^\S*qemu\S*: (?:error: )?/, '') ?? '';
  return ok(said === '' ? `QEMU ended with status ${outcome.value.exitCode ?? 'unknown'}` : said);
}

async function kvmDevice(): Promise<'usable' | 'absent' | 'not accessible'> {
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK);
    return 'usable';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code === 'ENOENT' ? 'absent' : 'not accessible';
  }
}

async function probeKey(qemu: string): Promise<string> {
  const { mtimeMs, size } = await stat(qemu);
  return [qemu, mtimeMs, size, release(), await kvmDevice()].join(' ');
}

async function readChoice(path: string, key: string): Promise<Accelerator | null> {
  try {
    const kept = JSON.parse(await readFile(path, 'utf8')) as Accelerator & { key: string };
    return kept.key === key ? { kind: kept.kind, reason: kept.reason } : null;
  } catch {
    return null;
  }
}

async function keepChoice(path: string, key: string, choice: Accelerator): Promise<void> {
  await writeFile(`${path}.${process.pid}`, JSON.stringify({ ...choice, key }, null, 2) + '\n');
  await rename(`${path}.${process.pid}`, path);
}
