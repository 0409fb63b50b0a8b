import { bpfFlags } from '../../core/clang/bpf-flags';
import { parseClang } from '../../core/clang/clang-output';
import type { Finding } from '../../core/findings/finding';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import type { TargetFacts } from '../../core/sched-ext/target';
import type { Exit, Host } from '../../hosts/api';
import type { StepOptions, WorkflowContext } from '../context';
import type { SchedulerObject } from '../scheduler-object';
import { emptySource, noScheduler, noSource, unexplained } from './build-findings';
import { findCompiler, type Compiler } from './compiler';
import { kernelTypes } from './kernel-types';
import { precompiledHeader, shortHash, startsWithKernelTypes } from './precompiled-header';

export interface BuildRequest {
  /** Absolute path of a .bpf.c. */
  readonly source: string;
  readonly host: Host;
  readonly facts: TargetFacts;
  /** Absolute path or name of the clang to use; null looks for one. */
  readonly clang?: string | null;
  /** After our own flags, so that they win. */
  readonly extraFlags?: readonly string[];
}

export interface BuildResult {
  /** null when it did not compile: the findings say why. */
  readonly object: SchedulerObject | null;
  readonly findings: readonly Finding[];
}

/** Compiles one scheduler for the kernel of a target. */
export async function buildScheduler(
  context: WorkflowContext,
  request: BuildRequest,
  options: StepOptions = {},
): Promise<Outcome<BuildResult>> {
  const text = await context.files.readText(request.source);
  if (text === null) return failed(noSource(request.source));
  if (!/\S/.test(text)) return ok({ object: null, findings: [emptySource(request.source)] });
  const compiler = await findCompiler(context.tools, request.clang ?? null);
  if (compiler.kind !== 'ok') return compiler;
  const kernel = await kernelTypes(context, request.host, request.facts, options);
  if (kernel.kind !== 'ok') return kernel;
  const flags = [...bpfFlags(request.facts.machine), ...(request.extraFlags ?? [])];
  const header = startsWithKernelTypes(text)
    ? await precompiledHeader(context, compiler.value, flags, kernel.value, options)
    : null;
  options.onProgress?.(`Compiling ${baseName(request.source)}`);
  const paths = objectPaths(context, request);
  const compile = (pch: string | null) =>
    context.tools.run({
      argv: [
        compiler.value.clang,
        ...compileArguments(flags, kernel.value, pch, request.source, paths),
      ],
      cwd: folderOf(request.source),
      signal: options.signal,
    });
  await context.files.write(paths.dependencies, ''); // Makes the folder that clang writes to.
  let outcome = await compile(header);
  if (header !== null && outcome.kind === 'ok' && isStaleHeader(outcome.value)) {
    await context.files.remove(header);
    outcome = await compile(null);
  }
  return outcome.kind === 'ok'
    ? finish(context, request, compiler.value, paths, outcome.value, options)
    : outcome;
}

interface ObjectPaths {
  readonly object: string;
  readonly stripped: string;
  readonly dependencies: string;
}

function objectPaths(context: WorkflowContext, request: BuildRequest): ObjectPaths {
  const folder = `${context.cacheDir}/objects/${shortHash(request.source)}-${request.facts.kernelBuild}`;
  const stem = `${folder}/${baseName(request.source).replace(/\.bpf\.c$/, '')}`;
  return {
    object: `${stem}.debug.bpf.o`,
    stripped: `${stem}.bpf.o`,
    dependencies: `${stem}.bpf.d`,
  };
}

function compileArguments(
  flags: readonly string[],
  kernelFolder: string,
  header: string | null,
  source: string,
  paths: ObjectPaths,
): readonly string[] {
  const own = folderOf(source);
  return [
    ...flags,
    ...(header === null ? [] : ['-include-pch', header]),
    ...['-I', own, '-I', `${own}/include`, '-I', kernelFolder],
    ...['-MD', '-MF', paths.dependencies],
    ...['-c', source, '-o', paths.object],
  ];
}

/** clang refuses a precompiled header whose inputs or flags changed (ASTReader); made anew, it fits. */
function isStaleHeader({ exitCode, stderr }: Exit): boolean {
  return exitCode !== 0 && /precompiled (header|file)|PCH file|AST file/i.test(stderr);
}

async function finish(
  context: WorkflowContext,
  request: BuildRequest,
  compiler: Compiler,
  paths: ObjectPaths,
  exit: Exit,
  options: StepOptions,
): Promise<Outcome<BuildResult>> {
  const findings = parseClang(exit.stderr);
  if (exit.exitCode !== 0) {
    const said = findings.some(({ severity }) => severity === 'error');
    return ok({
      object: null,
      findings: said ? findings : [...findings, unexplained(request.source, exit)],
    });
  }
  const stripped = await strip(context, compiler, paths, options);
  if (stripped.kind !== 'ok') return stripped;
  const bytes = await context.files.readBytes(stripped.value);
  if (bytes === null || !new TextDecoder('latin1').decode(bytes).includes('.struct_ops')) {
    return ok({ object: null, findings: [...findings, noScheduler(request.source)] });
  }
  const object: SchedulerObject = {
    source: request.source,
    path: paths.object,
    strippedPath: stripped.value,
    dependenciesPath: paths.dependencies,
    kernelBuild: request.facts.kernelBuild,
  };
  return ok({ object, findings });
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

const baseName = (path: string) =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
const folderOf = (path: string) =>
  path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
