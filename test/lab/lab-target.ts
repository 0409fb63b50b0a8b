/** A booted lab as tests use it: the workflows' host, and a bare ssh to look behind them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
import { openConnection, type OpenConnection } from './open-connection';

export { until } from './until';

export const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const CACHE = join(REPOSITORY, '.cache');

/** The value of an outcome; a test that gets anything else fails with what it got. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome, null, 2));
  return outcome.value;
}

export interface LabTarget extends Pick<OpenConnection, 'shell' | 'send'> {
  readonly context: WorkflowContext;
  readonly host: Host;
  readonly facts: TargetFacts;
  /** argv after `ssh` that reaches the lab over a connection of its own. */
  readonly sshArguments: readonly string[];
  /** Writes `text` into a new folder of its own, so that it gets the templates' headers, and compiles it. */
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
    version: '0.0.1',
  };
  const facts = valueOf(await targetFacts(host));
  const { shell, send, close } = await openConnection(['ssh', ...lab.sshArguments], folder);
  return {
    context,
    host,
    facts,
    sshArguments: lab.sshArguments,
    shell,
    send,
    compile: async (text, name = 'scheduler') => {
      const source = join(folder, `${name}.bpf.c`);
      writeFileSync(source, text);
      const extraFlags = flagsOf(text);
      const built = valueOf(await buildScheduler(context, { source, host, facts, extraFlags }));
      if (!built.object) throw new Error(built.findings.map(({ message }) => message).join('\n'));
      return built.object;
    },
    close: async () => {
      close();
      await host.dispose();
      await labs.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a scheduler asks to be compiled with: a comment in it that ends in `flags: -g0`. */
const flagsOf = (text: string) => /flags: (.*?) \*\//.exec(text)?.[1]?.split(' ') ?? [];
