import { spawn } from 'node:child_process';
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTools } from '../../extension/hosts';
import { createLabs } from '../../extension/hosts/lab';
import { freePort, sshAnswers } from '../../extension/hosts/lab/banner';
import { CACHE, valueOf } from '../lab/lab-target';
import { median, milliseconds, type Measurement } from './measurement';

const ROUNDS = 4;
const ALLOWED = 1.2;

/**
 * From the request for a lab to one that answers, against QEMU alone with the same kernel, the same
 * initramfs and the same arguments, until its sshd answers.
 */
export async function labBoot(): Promise<Measurement> {
  const tools = createTools(() => undefined);
  const kept = mkdtempSync(join(CACHE, 'bench-'));
  const times = { ours: [] as number[], alone: [] as number[] };
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const labs = createLabs({ cacheDir: CACHE, tools, log: () => undefined });
      const initramfs = join(kept, `initramfs-${round}`);
      const saving = keepInitramfs(initramfs);
      let argv: readonly string[] = [];
      const ours = await milliseconds(async () => {
        const lab = valueOf(await labs.boot('newest', { fresh: true }));
        argv = commandLine(lab.pid);
      });
      saving.stop();
      await labs.dispose();
      const alone = await bootAlone(argv, initramfs);
      if (round === 0) continue; // the first reads the files from disk
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
    referenceName: 'QEMU alone',
    allowed: ALLOWED,
  };
}

/** The lab removes its initramfs once it answers: a second name keeps it for the comparison. */
function keepInitramfs(copy: string) {
  const running = join(CACHE, 'lab/running');
  const timer = setInterval(() => {
    for (const name of readdirSync(running)) {
      try {
        if (!name.startsWith(`${process.pid}-`)) continue;
        linkSync(join(running, name, 'initramfs'), copy);
        stop();
      } catch {
        // Not written yet.
      }
    }
  }, 100);
  const stop = () => {
    clearInterval(timer);
  };
  return { stop };
}

const commandLine = (pid: number): readonly string[] =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);

async function bootAlone(argv: readonly string[], initramfs: string): Promise<number> {
  const port = await freePort();
  const qemu = argv.findIndex((word) => word.includes('qemu-system'));
  const own = argv
    .slice(qemu)
    .map((word) => word.replace(/hostfwd=tcp:127\.0\.0\.1:\d+/, `hostfwd=tcp:127.0.0.1:${port}`))
    .map((word, index, words) => (words[index - 1] === '-initrd' ? initramfs : word));
  let machine: ReturnType<typeof spawn> | null = null;
  const time = await milliseconds(async () => {
    machine = spawn(own[0] ?? '', own.slice(1), { stdio: ['ignore', 'pipe', 'ignore'] });
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
