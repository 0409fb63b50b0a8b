import type { StepOptions, WorkflowContext } from '../context';
import type { Compiler } from './compiler';

/**
 * What nearly every scheduler includes first, compiled once: it takes a compile from 0.3 s to 0.1 s.
 * Kept beside the kernel's vmlinux.h, one a set of flags and clang.
 */
const PRELUDE = `/* Made by SCX Studio: the part of every compile that does not change. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
`;

/** FNV-1a, for file names only. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}

/**
 * Whether a source may start from the prelude: it includes vmlinux.h first, by itself or through
 * scx headers, and nothing before that could change how the headers read.
 */
export function startsWithKernelTypes(source: string): boolean {
  const firstDirective = /^[ \t]*#[ \t]*(\w+)[ \t]*(.*)$/m.exec(source);
  return (
    firstDirective?.[1] === 'include' &&
    /["<](?:.*\/)?(?:vmlinux|scx|common\.bpf)\b/.test(firstDirective[2] ?? '')
  );
}

/** The header's path, made when it is not there; null when it can't be: the build goes on without. */
export async function precompiledHeader(
  context: WorkflowContext,
  compiler: Compiler,
  flags: readonly string[],
  kernelFolder: string,
  options: StepOptions,
): Promise<string | null> {
  const key = shortHash([compiler.clang, String(compiler.version), ...flags].join('\0'));
  const path = `${kernelFolder}/prelude-${key}.pch`;
  if (await context.files.exists(path)) return path;
  options.onProgress?.('Precompiling the kernel headers (once a kernel)');
  const header = `${kernelFolder}/prelude.h`;
  if (!(await context.files.exists(header))) await context.files.write(header, PRELUDE);
  const outcome = await context.tools.run({
    argv: [compiler.clang, ...flags, '-I', kernelFolder, '-x', 'c-header', header, '-o', path],
    signal: options.signal,
  });
  return outcome.kind === 'ok' && outcome.value.exitCode === 0 ? path : null;
}
