/** Objects of small C programs, made by the clang of this machine. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readObject, type ObjectInfo } from '../../../../extension/core/btf/object-info';

const NEWEST = 24;
const OLDEST = 16;
const names = ['clang'];
for (let version = NEWEST; version >= OLDEST; version--) names.push(`clang-${version}`);

/** null where no clang is installed. */
export const CLANG =
  names.find((name) => spawnSync(name, ['-target', 'bpf', '--version']).status === 0) ?? null;

/** What vmlinux.h and libbpf's headers give a scheduler, as far as the tests need it. */
export const HEAD = `
typedef unsigned int u32;
typedef unsigned long long u64;
#define SEC(name) __attribute__((section(name), used))
#define __ksym __attribute__((section(".ksyms")))
#define __weak __attribute__((weak))
#define __noinline __attribute__((noinline))
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
struct entity { u32 flags; u32 weight; };
struct list { struct list *next, *prev; };
struct task_struct {
	int pid;
	union { int cpu; struct { short low, high; }; };
	struct entity scx[2];
	u32 on_rq : 1, queued : 3;
	struct list tasks;
	u64 late;
};
#pragma clang attribute pop
struct sched_ext_ops { int (*select)(struct task_struct *); void (*enqueue)(struct task_struct *); char name[16]; };
`;

export interface Compiled {
  readonly folder: string;
  readonly bytes: Uint8Array;
}

/** Compiles `main.bpf.c`; `flags` come last. The folder is gone when it returns. */
export function compile(
  files: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Compiled {
  const folder = mkdtempSync(join(tmpdir(), 'scx object ü '));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const output = join(folder, 'main.bpf.o');
    const source = join(folder, 'main.bpf.c');
    const args = ['-g', '-O2', '-target', 'bpf', '-mcpu=v3', '-c', source, '-o', output, ...flags];
    execFileSync(CLANG ?? 'clang', args, { stdio: 'pipe' });
    return { folder, bytes: readFileSync(output) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The object of one file that begins with HEAD. */
export function objectOf(text: string, more: Readonly<Record<string, string>> = {}): ObjectInfo {
  const { bytes } = compile({
    'main.bpf.c': `#include "head.h"\n${text}`,
    'head.h': HEAD,
    ...more,
  });
  const object = readObject(bytes);
  if (!object) throw new Error('clang made no object that can be read');
  return object;
}
