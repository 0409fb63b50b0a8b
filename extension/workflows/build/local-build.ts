import { parseClang } from '../../core/clang/clang-output';
import { baseNameOf, folderOfPath } from '../../core/findings/file-path';
import { ok, type Outcome } from '../../core/findings/problem';
import type { Exit, Files } from '../../hosts/api';
import type { StepOptions, WorkflowContext } from '../context';
import type { Compiled, CompileInput, ObjectPaths } from './compile';
import type { Compiler } from './compiler';
import { kernelTypes } from './kernel-types';
import { precompiledHeader, startsWithKernelTypes } from './precompiled-header';

/** Compiles with a clang of this machine; the kernel's types come from the target. */
export async function compileHere(
  context: WorkflowContext,
  compiler: Compiler,
  input: CompileInput,
  options: StepOptions,
): Promise<Outcome<Compiled>> {
  const { source, flags, paths } = input;
  const kernel = await kernelTypes(context, input.host, input.facts, options);
  if (kernel.kind !== 'ok') return kernel;
  const header = startsWithKernelTypes(input.text)
    ? await precompiledHeader(context, compiler, flags, kernel.value, options)
    : null;
  const search = await searchFlags(context.files, input);
  options.onProgress?.(`Compiling ${baseNameOf(source)}`);
  const compile = (pch: string | null) =>
    context.tools.run({
      argv: [compiler.clang, ...compileArguments(input, [...search, '-I', kernel.value], pch)],
      cwd: folderOfPath(source),
      signal: options.signal,
    });
  await context.files.write(paths.dependencies, ''); // Makes the folder that clang writes to.
  let outcome = await compile(header);
  if (header !== null && outcome.kind === 'ok' && isStaleHeader(outcome.value)) {
    await context.files.remove(header);
    outcome = await compile(null);
  }
  if (outcome.kind !== 'ok') return outcome;
  const findings = parseClang(outcome.value.stderr);
  const { object } = paths;
  const clang = compiler.versionText;
  if (outcome.value.exitCode !== 0)
    return ok({ findings, failure: outcome.value, clang, object, stripped: object });
  const stripped = await strip(context, compiler, paths, options);
  if (stripped.kind !== 'ok') return stripped;
  return ok({ findings, failure: null, clang, object, stripped: stripped.value });
}

function compileArguments(
  { source, flags, paths }: CompileInput,
  search: readonly string[],
  header: string | null,
): readonly string[] {
  return [
    ...flags,
    ...(header === null ? [] : ['-include-pch', header]),
    ...search,
    ...['-MD', '-MF', paths.dependencies],
    ...['-c', source, '-o', paths.object],
  ];
}

/**
 * Debian keeps the C library's headers by machine, where clang does not look for them when it compiles for BPF;
 * headers of the scx project include some. Last of all: nobody else's are to be hidden.
 */
async function searchFlags(
  files: Files,
  { source, headers, facts }: CompileInput,
): Promise<readonly string[]> {
  const own = folderOfPath(source);
  const system = `/usr/include/${facts.machine}-linux-gnu`;
  return [
    ...['-I', own, '-I', `${own}/include`, ...headers],
    ...((await files.exists(system)) ? ['-idirafter', system] : []),
  ];
}

/** clang refuses a precompiled header whose inputs or flags changed (ASTReader); made anew, it fits. */
function isStaleHeader({ exitCode, stderr }: Exit): boolean {
  return exitCode !== 0 && /precompiled (header|file)|PCH file|AST file/i.test(stderr);
}

async function strip(
  context: WorkflowContext,
  compiler: Compiler,
  paths: ObjectPaths,
  options: StepOptions,
): Promise<Outcome<string>> {
  if (compiler.strip === null) return ok(paths.object);
  const outcome = await context.tools.run({
    argv: [compiler.strip, '-g', paths.object, '-o', paths.stripped],
    signal: options.signal,
  });
  if (outcome.kind !== 'ok') return outcome;
  return ok(outcome.value.exitCode === 0 ? paths.stripped : paths.object);
}
