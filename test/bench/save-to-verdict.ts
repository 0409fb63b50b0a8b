import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToolCommand } from '../../extension/hosts/api';
import { buildAndVerify } from '../../extension/workflows/verify/build-and-verify';
import { openLab, REPOSITORY, until, valueOf, type LabTarget } from '../lab/lab-target';
import { median, milliseconds, type Measurement } from './measurement';

const ROUNDS = 15;
const ALLOWED = 1.15;
const SOURCE = join(REPOSITORY, 'bpf-templates/fifo/fifo.bpf.c');

/**
 * From a saved fifo scheduler to its verdict on a warm lab, by our workflows and by the bare
 * commands: clang with the same precompiled header, llvm-strip, bpftool over an open connection.
 * The rounds alternate, so that a slow moment of the machine hits both.
 */
export async function saveToVerdict(): Promise<Measurement> {
  const lab = await openLab('newest');
  const commands: ToolCommand[] = [];
  const tools = { ...lab.context.tools };
  tools.run = (command) => {
    commands.push(command);
    return lab.context.tools.run(command);
  };
  const context = { ...lab.context, tools };
  const request = {
    source: SOURCE,
    host: lab.host,
    facts: lab.facts,
  };
  const ours = async () => {
    const { object } = valueOf(await buildAndVerify(context, request));
    if (!object) throw new Error('the fifo scheduler does not compile');
    return object;
  };
  try {
    await ours();
    commands.length = 0;
    const object = await ours(); // warm: the commands of this round are what is compared with
    const bare = await bareCommands(lab, [...commands], object.strippedPath);
    const times = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      times.bare.push(await milliseconds(bare.run));
      times.ours.push(await milliseconds(ours));
    }
    await bare.close();
    return {
      name: 'save to verdict',
      value: median(times.ours),
      unit: 'ms',
      reference: median(times.bare),
      referenceName: 'bare commands',
      allowed: ALLOWED,
    };
  } finally {
    await lab.close();
  }
}

/** The same compile and strip, then the object to bpftool over an open connection of its own. */
async function bareCommands(lab: LabTarget, local: readonly ToolCommand[], object: string) {
  const folder = mkdtempSync(join(tmpdir(), 'scx-bench-'));
  const socket = join(folder, 'c');
  const master = spawn('ssh', ['-M', '-S', socket, ...lab.sshArguments, 'exec cat'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const check = () => {
    try {
      execFileSync('ssh', ['-S', socket, '-O', 'check', ...lab.sshArguments], { stdio: 'ignore' });
      return Promise.resolve(true);
    } catch {
      return Promise.resolve(false);
    }
  };
  await until(check, (up) => up);
  const remote =
    'cat >/tmp/bench.o && bpftool -d prog loadall /tmp/bench.o /sys/fs/bpf/bench 2>&1; rm -r /sys/fs/bpf/bench /tmp/bench.o';
  return {
    run: () => {
      for (const { argv, cwd } of local) {
        execFileSync(argv[0], argv.slice(1), { stdio: 'ignore', ...(cwd ? { cwd } : {}) });
      }
      execFileSync('ssh', ['-S', socket, ...lab.sshArguments, remote], {
        input: readFileSync(object),
        maxBuffer: 1 << 26,
      });
    },
    close: () => {
      master.kill();
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}
