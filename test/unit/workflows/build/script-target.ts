/** A target that is remote/build.sh itself, under a shell and with the programs that a test chooses. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok } from '../../../../extension/core/findings/problem';
import { scriptWithArguments } from '../../../../extension/core/ssh/remote-command';
import type { TargetFacts } from '../../../../extension/core/sched-ext/target';
import { createFiles } from '../../../../extension/hosts';
import type { Files, Host } from '../../../../extension/hosts/api';
import { createShellHost } from '../../../../extension/hosts/shell/shell-host';
import { buildScheduler } from '../../../../extension/workflows/build/build';
import type { StepOptions, WorkflowContext } from '../../../../extension/workflows/context';
import { createFakeHosts } from '../../../fakes/fake-hosts';
import { createFakeTools } from '../../../fakes/fake-tools';

const FACTS: TargetFacts = {
  kernelRelease: '6.18.0',
  machine: 'x86_64',
  uid: 1000,
  privilege: 'none',
  hasCapabilities: false,
  kernelBuild: '6.18.0-test',
  hasBtf: true,
  hasSchedExt: true,
  hasBpffs: true,
  bpftool: 'bpftool v7.5.0',
  state: 'disabled',
  activeOps: null,
  runs: [],
  areRunsHidden: false,
  freeBytes: null,
  isolatedCpus: null,
};

/** What bpftool says of a kernel that has little. */
const TYPES = `#pragma once
typedef unsigned int u32;
struct task_struct {
	int pid;
};
`;

/** A scheduler for that kernel: no more than what makes it one. */
export const SCHEDULER = `#include "vmlinux.h"
struct sched_ext_ops { void *enqueue; };
#define SEC(name) __attribute__((section(name), used))
SEC("struct_ops/enqueue") int enqueue(struct task_struct *p)
{
	return p->pid;
}
SEC(".struct_ops.link") struct sched_ext_ops ops = { .enqueue = (void *)enqueue };
`;

export interface ScriptTarget {
  /** The folder of sources, and the target's folders: what it has for temporary files, and as home. */
  readonly project: string;
  readonly temporary: string;
  readonly home: string;
  readonly host: Host;
  readonly context: WorkflowContext;
  /** Puts a program of the target in the place of the machine's, or takes it away. */
  program(name: string, text: string | null): void;
  write(name: string, text: string): string;
  build(
    source: string,
    extraFlags?: readonly string[],
    options?: StepOptions,
  ): ReturnType<typeof buildScheduler>;
  /** What temporary files there are on the target. */
  left(): readonly string[];
  close(): void;
}

export interface ScriptTargetOptions {
  readonly shell?: readonly string[];
  readonly files?: Files;
  readonly env?: Readonly<Record<string, string>>;
}

export function openScriptTarget(options: ScriptTargetOptions = {}): ScriptTarget {
  const folder = mkdtempSync(join(tmpdir(), 'scx script '));
  const inside = (name: string) => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };
  const [project, temporary, home, bin] = ['pröject', 'tmp', 'home', 'bin'].map(inside);
  const place = { project: project!, temporary: temporary!, home: home!, bin: bin! };
  linkPrograms(place.bin);
  const program: ScriptTarget['program'] = (name, text) => {
    rmSync(join(place.bin, name), { force: true });
    if (text !== null) writeFileSync(join(place.bin, name), text, { mode: 0o755 });
  };
  program('bpftool', `#!/bin/sh\ncat <<'EOF'\n${TYPES}EOF\n`);
  const env = { PATH: place.bin, HOME: place.home, TMPDIR: place.temporary, ...options.env };
  const host = scriptHost(options.shell ?? ['sh'], env);
  const context: WorkflowContext = {
    tools: createFakeTools({}),
    files: options.files ?? createFiles(),
    hosts: createFakeHosts(),
    cacheDir: join(folder, 'cache'),
    templatesDir: '',
    log: () => undefined,
    who: 'tester@here',
    version: '0.0.1',
  };
  return {
    ...place,
    host,
    context,
    program,
    write(name, text) {
      const path = join(place.project, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    build: (source, extraFlags = [], step = {}) =>
      buildScheduler(context, { source, host, facts: FACTS, where: 'target', extraFlags }, step),
    left: () => readdirSync(place.temporary),
    close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What systems of any kind have. */
const PROGRAMS =
  'sh dash bash busybox env cat rm mktemp mkdir head gzip tar sed sort readlink base64 tr grep find touch mv sleep ' +
  'unshare mount';

/** Those, and one clang. */
function linkPrograms(bin: string): void {
  for (const name of PROGRAMS.split(' ')) {
    const path = whereIs(name);
    if (path !== '') symlinkSync(path, join(bin, name));
  }
  symlinkSync(whereIs('clang-19') || whereIs('clang'), join(bin, 'clang'));
}

export function whereIs(name: string): string {
  const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  return stdout.trim();
}

function scriptHost(shell: readonly string[], env: Readonly<Record<string, string>>): Host {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return createShellHost(
    {
      target: { kind: 'ssh', id: 'box', destination: 'box' },
      sharesConnection: true,
      begins: null,
      open: () => Promise.resolve(ok(null)),
      command: (script, args) =>
        Promise.resolve(
          ok([
            ...(['env', '-i'] as const),
            ...variables,
            ...shell,
            '-c',
            scriptWithArguments(script, args),
          ] as const),
        ),
      failure: () => Promise.resolve(null),
      dispose: () => Promise.resolve(),
    },
    () => undefined,
  );
}
