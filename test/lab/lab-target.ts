/** A booted lab as tests use it: the workflows' host, and a bare ssh to look behind them. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Outcome } from '../../extension/core/findings/problem';
import type { TargetFacts } from '../../extension/core/sched-ext/target';
import { createFiles, createTools } from '../../extension/hosts';
import type { Host } from '../../extension/hosts/api';
import { createLabs } from '../../extension/hosts/lab';
import { createShellHost } from '../../extension/hosts/shell/shell-host';
import { createSshShell } from '../../extension/hosts/ssh/ssh-shell';
import { buildScheduler } from '../../extension/workflows/build/build';
import type { WorkflowContext } from '../../extension/workflows/context';
import type { SchedulerObject } from '../../extension/workflows/scheduler-object';
import { targetFacts } from '../../extension/workflows/target-facts';
import { createFakeHosts } from '../fakes/fake-hosts';

export const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const CACHE = join(REPOSITORY, '.cache');

/** The value of an outcome; a test that gets anything else fails with what it got. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome, null, 2));
  return outcome.value;
}

export interface LabTarget {
  readonly context: WorkflowContext;
  readonly host: Host;
  readonly facts: TargetFacts;
  /** argv after `ssh` that reaches the lab. */
  readonly sshArguments: readonly string[];
  /** Runs a command in the lab over a connection of its own; its standard output. */
  shell(command: string): Promise<string>;
  /** Writes `text` into a new folder beside the scheduler header and compiles it. */
  compile(text: string, name?: string): Promise<SchedulerObject>;
  close(): Promise<void>;
}

export async function openLab(kernel: string): Promise<LabTarget> {
  const log = () => undefined;
  const tools = createTools(log);
  const labs = createLabs({ cacheDir: CACHE, tools, log });
  const lab = valueOf(await labs.boot(kernel, { fresh: true }));
  const target = { kind: 'lab', id: `lab:${kernel}`, kernel } as const;
  const host = createShellHost(
    createSshShell({ tools, target, args: lab.sshArguments, ask: null, programs: CACHE }),
    log,
  );
  const folder = mkdtempSync(join(tmpdir(), 'scx lab tést '));
  const context: WorkflowContext = {
    tools,
    files: createFiles(),
    hosts: createFakeHosts(),
    cacheDir: CACHE,
    templatesDir: join(REPOSITORY, 'bpf-templates'),
    log,
    who: 'tester@lab',
  };
  const facts = valueOf(await targetFacts(host));
  const run = promisify(execFile);
  return {
    context,
    host,
    facts,
    sshArguments: lab.sshArguments,
    shell: async (command) =>
      (await run('ssh', [...lab.sshArguments, command], { maxBuffer: 1 << 26 })).stdout,
    compile: async (text, name = 'scheduler') => {
      const source = join(folder, `${name}.bpf.c`);
      writeFileSync(source, text);
      const extraFlags = ['-I', join(REPOSITORY, 'bpf-templates/include'), ...flagsOf(text)];
      const built = valueOf(await buildScheduler(context, { source, host, facts, extraFlags }));
      if (!built.object) throw new Error(built.findings.map(({ message }) => message).join('\n'));
      return built.object;
    },
    close: async () => {
      await host.dispose();
      await labs.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a scheduler asks to be compiled with: a comment in it that ends in `flags: -g0`. */
const flagsOf = (text: string) => /flags: (.*?) \*\//.exec(text)?.[1]?.split(' ') ?? [];

/** Asks again and again until `check` holds; fails with what was seen last. */
export async function until<T>(ask: () => Promise<T>, check: (value: T) => boolean, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (check(value)) return value;
    if (Date.now() > end)
      throw new Error(`not within ${seconds} s; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
