/** A project made of a template, built for one lab's kernel by the extension and by its own Makefile. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { buildScheduler } from '../../../extension/workflows/build/build';
import { listTemplates, newScheduler } from '../../../extension/workflows/scaffold';
import type { SchedulerObject } from '../../../extension/workflows/scheduler-object';
import { CACHE, valueOf, type LabTarget } from '../lab-target';
import { CARGO_CONFIGURATION, CARGO_ENVIRONMENT } from '../rust/cargo';
import { RUST_PACKAGES } from '../rust/packages';

const run = promisify(execFile);

export interface BuiltTemplate {
  readonly object: SchedulerObject;
  /** Absolute path of the program that loads it, static; null where the template has none. */
  readonly program: string | null;
  remove(): void;
}

const NAME = 'mine';
/** Of the clang that is installed to build schedulers. */
const STRIP = '$(or $(shell command -v llvm-strip-19),llvm-strip)';

/** Builds without a warning, or the test fails: the extension as it likes, make with that clang. */
export async function buildTemplate(
  lab: LabTarget,
  templatesFolder: string,
  template: string,
  clang: string,
): Promise<BuiltTemplate> {
  const { context, host, facts } = lab;
  const folder = mkdtempSync(join(tmpdir(), 'scx template ü '));
  const { templates } = await listTemplates(context, templatesFolder);
  const wanted = templates.find(({ name }) => name === template)!;
  const request = { template: wanted, name: NAME, folder };
  const { project, mainFile } = valueOf(await newScheduler(context, request));
  const built = valueOf(await buildScheduler(context, { source: mainFile, host, facts }));
  expect(built.findings).toEqual([]);
  const isRust = existsSync(join(project, 'Cargo.toml'));
  if (isRust) await makeWithCargo(lab, project, clang);
  else await make(lab, project, clang);
  const hasProgram = isRust || existsSync(join(project, `${NAME}.c`));
  return {
    object: built.object!,
    program: hasProgram ? join(project, 'build', NAME) : null,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** Cargo's builds share what they compile, and so the place of what comes out. */
let lastCargo: Promise<unknown> = Promise.resolve();

function makeWithCargo(lab: LabTarget, project: string, clang: string): Promise<void> {
  mkdirSync(join(project, '.cargo'));
  writeFileSync(join(project, '.cargo/config.toml'), CARGO_CONFIGURATION.join('\n'));
  const built = lastCargo.then(() => make(lab, project, clang));
  lastCargo = built.catch(() => undefined);
  return built;
}

/** By make alone, with the lab's types and a libbpf that links statically. */
async function make(lab: LabTarget, project: string, clang: string): Promise<void> {
  const btf = join(project, 'kernel.btf');
  writeFileSync(btf, await typesOf(lab));
  const { root, libraries } = RUST_PACKAGES;
  const settings = [
    'VMLINUX_BTF=kernel.btf',
    `CLANG=${clang}`,
    `STRIP=${STRIP}`,
    `BPFTOOL=${bpftool(project)}`,
    `CC=gcc --sysroot=${root} -B ${libraries}`, // -B, or libbpf.a is this machine's
    'LIBBPF_CFLAGS=',
    'LIBBPF_LIBS=-lbpf',
    'LDFLAGS=-static',
    'CARGO=cargo --offline',
  ];
  const { stdout, stderr } = await run('make', settings, {
    cwd: project,
    env: { ...process.env, ...CARGO_ENVIRONMENT },
  });
  expect(stdout + stderr).not.toMatch(/warning|error/);
}

const types = new WeakMap<LabTarget, Promise<Buffer>>();

/** The BTF of its kernel: 7 MB, which take seconds to come out of an emulated machine. */
function typesOf(lab: LabTarget): Promise<Buffer> {
  const read = async () => Buffer.from(await lab.shell('base64 /sys/kernel/btf/vmlinux'), 'base64');
  const known = types.get(lab) ?? read();
  types.set(lab, known);
  return known;
}

/** The lab's own bpftool, which needs its own libraries. */
function bpftool(project: string): string {
  const programs = join(CACHE, 'lab/programs');
  const root = join(
    programs,
    readdirSync(programs).find((name) => !name.includes('.'))!,
  );
  const libraries = ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu'].map((one) =>
    join(root, one),
  );
  const script = `#!/bin/sh\nLD_LIBRARY_PATH='${libraries.join(':')}' exec '${root}/usr/sbin/bpftool' "$@"\n`;
  writeFileSync(join(project, 'bpftool'), script, { mode: 0o755 });
  return './bpftool';
}
