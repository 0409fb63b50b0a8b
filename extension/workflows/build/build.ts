import { bpfFlags } from '../../core/clang/bpf-flags';
import { parseDependencies } from '../../core/clang/dependencies';
import { baseNameOf } from '../../core/findings/file-path';
import type { Finding } from '../../core/findings/finding';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import type { TargetFacts } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import type { StepOptions, WorkflowContext } from '../context';
import type { SchedulerObject } from '../scheduler-object';
import { emptySource, noScheduler, noSource, unexplained } from './build-findings';
import { buildPlace, type BuildWhere } from './build-place';
import type { Compiled, CompileInput, ObjectPaths } from './compile';
import { givenObject } from './given-object';
import { headerFlags } from './header-flags';
import { kernelKey } from './kernel-folder';
import { compileHere } from './local-build';
import { readSources } from './object-sources';
import { shortHash } from './precompiled-header';
import { hasOps } from './scheduler-bytes';
import { compileOnTarget } from './target-build';
import { alsoNotHere } from './target-build-problems';

export interface BuildRequest {
  /** Absolute path of a .bpf.c. */
  readonly source: string;
  readonly host: Host;
  readonly facts: TargetFacts;
  /** Which machine's clang compiles; `auto`, the default, takes the target's when this one can't. */
  readonly where?: BuildWhere;
  /** Absolute path or name of this machine's clang to use; null looks for one. */
  readonly clang?: string | null;
  /** After our own flags, so that they win. */
  readonly extraFlags?: readonly string[];
  /** Absolute path of an object that the project's own build made of the source: it is taken, nothing is compiled. */
  readonly object?: string | null;
}

export interface BuildResult {
  /** null when it did not compile: the findings say why. */
  readonly object: SchedulerObject | null;
  readonly findings: readonly Finding[];
}

/** Compiles one scheduler for the kernel of a target, or takes the object that is given. */
export function buildScheduler(
  context: WorkflowContext,
  request: BuildRequest,
  options: StepOptions = {},
): Promise<Outcome<BuildResult>> {
  const { source, object: path = null, facts } = request;
  return path === null
    ? compileScheduler(context, request, options)
    : givenObject(context.files, { source, path, kernelBuild: facts.kernelBuild });
}

async function compileScheduler(
  context: WorkflowContext,
  request: BuildRequest,
  options: StepOptions,
): Promise<Outcome<BuildResult>> {
  const { source, host, facts } = request;
  const text = await context.files.readText(source);
  if (text === null) return failed(noSource(source));
  if (!/\S/.test(text)) return ok({ object: null, findings: [emptySource(source)] });
  const headers = await headerFlags(context.files, source, context.templatesDir);
  const flags = [...bpfFlags(facts.machine), ...headers.macros, ...(request.extraFlags ?? [])];
  const place = await buildPlace(context.tools, { ...request, flags });
  if (place.kind !== 'ok') return place;
  const input: CompileInput = {
    source,
    text,
    host,
    facts,
    flags,
    headers: headers.folders,
    paths: objectPaths(context, request),
  };
  const compiled =
    place.value.kind === 'here'
      ? await compileHere(context, place.value.compiler, input, options)
      : alsoNotHere(await compileOnTarget(context, input, options), place.value.whyNotHere);
  return compiled.kind === 'ok' ? finish(context, request, input.paths, compiled.value) : compiled;
}

function objectPaths(context: WorkflowContext, request: BuildRequest): ObjectPaths {
  const { source, host, facts } = request;
  const key = kernelKey(host.target, facts.kernelBuild);
  const folder = `${context.cacheDir}/objects/${shortHash(source)}-${key}`;
  const stem = `${folder}/${baseNameOf(source).replace(/\.bpf\.c$/, '')}`;
  return {
    object: `${stem}.debug.bpf.o`,
    stripped: `${stem}.bpf.o`,
    dependencies: `${stem}.bpf.d`,
  };
}

async function finish(
  context: WorkflowContext,
  { source, facts }: BuildRequest,
  paths: ObjectPaths,
  { findings, failure, ...compiled }: Compiled,
): Promise<Outcome<BuildResult>> {
  if (failure !== null) {
    const said = findings.some(({ severity }) => severity === 'error');
    return ok({
      object: null,
      findings: said ? findings : [...findings, unexplained(source, failure)],
    });
  }
  const bytes = await context.files.readBytes(compiled.stripped);
  if (bytes === null || !hasOps(bytes)) {
    return ok({ object: null, findings: [...findings, noScheduler(source)] });
  }
  const dependencies = parseDependencies((await context.files.readText(paths.dependencies)) ?? '');
  const object: SchedulerObject = {
    source,
    path: compiled.object,
    strippedPath: compiled.stripped,
    bytes,
    dependenciesPath: paths.dependencies,
    dependencies,
    sources: await readSources(context.files, source, dependencies),
    kernelBuild: facts.kernelBuild,
    clang: compiled.clang,
  };
  return ok({ object, findings });
}
