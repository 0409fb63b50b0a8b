import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTools } from '../../extension/hosts';
import { createLabs } from '../../extension/hosts/lab';
import { freePort, sshAnswers } from '../../extension/hosts/lab/banner';
import { guestArchive } from '../../extension/hosts/lab/guest-archive';
import { createKeys, keysArchive } from '../../extension/hosts/lab/lab-keys';
import { qemuArguments } from '../../extension/hosts/lab/qemu';
import { writeInitramfs } from '../../extension/hosts/lab/boot-files';
import { CACHE, valueOf } from '../lab/lab-target';
import { median, milliseconds, type Measurement } from './measurement';

const ROUNDS = 4;
/** A lab goes on from a saved state where QEMU alone has to boot. */
const ALLOWED = 0.5;

/**
 * From the request for a lab to one that answers, against QEMU alone that boots the same kernel with the same programs
 * until its sshd answers.
 */
export async function labBoot(): Promise<Measurement> {
  const kept = mkdtempSync(join(CACHE, 'bench-'));
  const times = { ours: [] as number[], alone: [] as number[] };
  try {
    const argv = await bootArguments(kept);
    for (let round = 0; round <= ROUNDS; round += 1) {
      const labs = createLabs({ cacheDir: CACHE, tools, log: () => undefined });
      const ours = await milliseconds(async () => {
        valueOf(await labs.boot('newest', { fresh: true }));
      });
      await labs.dispose();
      const alone = await bootAlone(argv);
      if (round === 0) continue; // the first reads the files from disk, and may save the state
      times.ours.push(ours);
      times.alone.push(alone);
    }
  } finally {
    rmSync(kept, { recursive: true, force: true });
  }
  return {
    name: 'lab boot',
    value: median(times.ours),
    unit: 'ms',
    reference: median(times.alone),
    referenceName: 'QEMU alone, booting',
    allowed: ALLOWED,
  };
}

const tools = createTools(() => undefined);

/** argv for a port. */
async function bootArguments(folder: string): Promise<(port: number) => readonly string[]> {
  const context = { folder: join(CACHE, 'lab'), tools };
  const labs = createLabs({ cacheDir: CACHE, tools, log: () => undefined });
  const kernel = valueOf(await labs.install('newest'));
  const rootArchive = valueOf(await guestArchive(context, {}));
  const initramfs = await writeInitramfs({ kernel, rootArchive }, folder);
  appendFileSync(initramfs, keysArchive(valueOf(await createKeys(context, folder, {}))));
  const options = { qemu: 'qemu-system-x86_64', accelerator: 'tcg', memoryMb: 1024 } as const;
  const start = { kind: 'boot', image: kernel.image, initramfs } as const;
  return (port) => qemuArguments({ ...options, start, port, consoleFile: null, keysPipe: null });
}

async function bootAlone(argv: (port: number) => readonly string[]): Promise<number> {
  const port = await freePort();
  const [qemu = '', ...words] = argv(port);
  let machine: ReturnType<typeof spawn> | null = null;
  const time = await milliseconds(async () => {
    machine = spawn(qemu, words, { stdio: ['ignore', 'pipe', 'ignore'] });
    await said(machine, 'starting sshd');
    while (!(await sshAnswers(port))) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  const gone = new Promise((resolve) => machine?.once('exit', resolve));
  (machine as ReturnType<typeof spawn> | null)?.kill();
  await gone;
  return time;
}

function said(machine: ReturnType<typeof spawn>, words: string): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    machine.once('exit', () => {
      reject(new Error(`QEMU alone ended:\n${text}`));
    });
    machine.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(words)) resolve();
    });
  });
}
