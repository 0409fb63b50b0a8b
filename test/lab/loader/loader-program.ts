/** The loader program of test/fixtures/loaders, built for one kernel. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from '../lab-target';

const run = promisify(execFile);
const SOURCES = join(REPOSITORY, 'test/fixtures/loaders');

/** Offset of e_machine in an ELF file, and the number of aarch64 (<elf.h>). */
const MACHINE_OFFSET = 18;
const AARCH64 = 183;

/** Absolute paths. */
export interface LoaderProgram {
  /** Static; with an umlaut in its name. */
  readonly path: string;
  /** Wants a dynamic loader that no machine has. */
  readonly otherLoader: string;
  /** Wants a library that no machine has. */
  readonly otherLibrary: string;
  /** Says that it is for another machine. */
  readonly otherMachine: string;
  remove(): void;
}

/** The source of the scheduler that it carries. */
export const SCHEDULER = readFileSync(join(SOURCES, 'loader.bpf.c'), 'utf8');

/** `object` is that scheduler, compiled for the kernel that it is to run on. */
export async function buildLoader(object: string): Promise<LoaderProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'scx-loader-'));
  const inFolder = (name: string) => join(folder, name);
  const compile = async (name: string, flags: readonly string[]) => {
    const source = [`-DOBJECT="${object}"`, join(SOURCES, 'loader.c'), '-o', inFolder(name)];
    await run('gcc', ['-O2', '-Wall', '-Werror', ...source, ...flags, '-lbpf', '-lelf', '-lz']);
    return inFolder(name);
  };
  const library = inFolder('libnobody.so');
  const name = '-Wl,-soname,libnobody.so'; // Else it would be wanted by its path.
  await run('gcc', ['-shared', name, '-x', 'c', '/dev/null', '-o', library]);
  const path = await compile('scx_loadér', ['-static']);
  const other = readFileSync(path);
  other[MACHINE_OFFSET] = AARCH64;
  writeFileSync(inFolder('scx_other'), other);
  return {
    path,
    otherMachine: inFolder('scx_other'),
    otherLoader: await compile('scx_dynamic', ['-Wl,--dynamic-linker=/lib/ld-nobody.so']),
    otherLibrary: await compile('scx_shared', ['-Wl,--no-as-needed', library]),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** The scripts that hold the one run there is, at once and without a word. */
export const KILL_HOLDERS = `pid=$(readlink /sys/fs/bpf/scx-studio/*/lease | cut -d' ' -f1)
loader=$(readlink /sys/fs/bpf/scx-studio/*/program)
for child in $(awk -v parent="$pid" '$4 == parent { print $1 }' /proc/[0-9]*/stat 2>/dev/null); do
	[ $child = $loader ] || kill -9 $child
done
kill -9 $pid`;
