import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { tarArchive } from '../../core/archive/tar-archive';
import { parseClang } from '../../core/clang/clang-output';
import { dependencyRule, parseDependencies } from '../../core/clang/dependencies';
import { inLocalPaths, mirroredPath, prefixMaps } from '../../core/clang/mirrored-path';
import { readPathFlags, type Argument } from '../../core/clang/path-flags';
import { readTargetAnswer, type TargetCompile } from '../../core/clang/target-answer';
import { baseNameOf, folderOfPath, joinedPath } from '../../core/findings/file-path';
import type { Finding } from '../../core/findings/finding';
import { placesHere } from '../../core/findings/places-here';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import type { StepOptions, WorkflowContext } from '../context';
import type { Compiled, CompileInput } from './compile';
import { kernelFolder } from './kernel-folder';
import { startsWithKernelTypes } from './precompiled-header';
import { findSources, type SentSources } from './sent-sources';
import { buildCutShort, missingOnTarget, sourcesTooLarge } from './target-build-problems';

/** Sends the source and its headers to the target, whose own clang compiles them for its own kernel. */
export async function compileOnTarget(
  context: WorkflowContext,
  input: CompileInput,
  options: StepOptions,
): Promise<Outcome<Compiled>> {
  const { source, host } = input;
  const name = host.target.id;
  const flags = readPathFlags([...input.flags, ...input.headers], folderOfPath(source));
  const sources = await findSources(context.files, { source, ...flags });
  if (sources.tooLarge !== null) return failed(sourcesTooLarge(name, sources.tooLarge));
  options.onProgress?.(`Compiling ${baseNameOf(source)} on ${name}`);
  const archive = await packed(sources);
  const outcome = await host.run('build', {
    args: [
      String(archive.length),
      input.facts.kernelBuild,
      mirroredPath(source),
      ...targetArguments(input, flags.arguments, sources),
    ],
    input: archive,
    signal: options.signal,
  });
  if (outcome.kind !== 'ok') return outcome;
  const { stdout, stderr } = outcome.value;
  const answer = readTargetAnswer(stdout);
  if (answer === null) return failed(buildCutShort(name, stderr + stdout));
  if (answer.kind === 'missing') return failed(missingOnTarget(input, answer));
  return store(context, input, sources, answer);
}

async function packed({ files }: SentSources): Promise<Uint8Array> {
  const entries = files.map(({ path, content }) => ({
    path: mirroredPath(path).slice(1),
    content,
  }));
  return promisify(gzip)(tarArchive(entries));
}

/**
 * As here, but for what differs by place. The text of lines is in the line table since clang 16, which
 * looks for it under the name that the object has: not there on the target, hence -gembed-source.
 */
function targetArguments(
  { source, text }: CompileInput,
  flags: readonly Argument[],
  { files }: SentSources,
): readonly string[] {
  const own = folderOfPath(source);
  const maps = prefixMaps(files.map(({ path }) => path));
  return [
    ...flags.map((flag) =>
      flag.kind === 'text' ? `=${flag.text}` : `@${mirroredPath(flag.path)}`,
    ),
    ...['=-gdwarf-5', '=-gembed-source'],
    ...maps.map(({ from, to }) => `m${from}=${to}`),
    ...(startsWithKernelTypes(text) ? ['=-include', 'k/vmlinux.h'] : []),
    ...['=-I', `@${mirroredPath(own)}`, '=-I', `@${mirroredPath(joinedPath(own, 'include'))}`],
    ...['=-I', 'k'],
  ];
}

async function store(
  context: WorkflowContext,
  { source, facts, host, paths }: CompileInput,
  sources: SentSources,
  answer: TargetCompile,
): Promise<Outcome<Compiled>> {
  const { files } = context;
  const sent = sources.files.map(({ path }) => path);
  const places = { tree: answer.tree, files: sent };
  const types = `${kernelFolder(context, host.target, facts.kernelBuild)}/vmlinux.h`;
  const known = new Set([...sent, types]);
  const here = (await files.exists(types)) ? types : `${answer.types}/vmlinux.h`;
  const said = inLocalPaths(answer.said, places).replaceAll(`${answer.types}/vmlinux.h`, here);
  const isHere = (file: string) => known.has(joinedPath(folderOfPath(source), file));
  const findings = placesHere(parseClang(said), isHere, host.target.id).map((one) =>
    aboutLeftOut(one, sources.leftOut),
  );
  const { object, stripped } = paths;
  const clang = answer.version === '' ? null : `clang ${answer.version} on ${host.target.id}`;
  if (answer.object === null) {
    const failure = { exitCode: answer.exitCode, stdout: '', stderr: said };
    return ok({ findings, failure, clang, object, stripped });
  }
  const bytes = await unpacked(answer.object);
  if (bytes === null) return failed(buildCutShort(host.target.id, said));
  const rule = parseDependencies(answer.rule).map((path) => inLocalPaths(path, places));
  await files.write(
    paths.dependencies,
    dependencyRule(
      object,
      rule.filter((path) => known.has(path)),
    ),
  );
  await files.write(stripped, bytes);
  return ok({ findings, failure: null, clang, object: stripped, stripped });
}

/** What a target sends is not believed to be an object, nor to end. */
const MOST_OBJECT_BYTES = 64 * 1024 * 1024;

async function unpacked(gzipped: Uint8Array): Promise<Uint8Array | null> {
  try {
    return await promisify(gunzip)(gzipped, { maxOutputLength: MOST_OBJECT_BYTES });
  } catch {
    return null;
  }
}

/** A header that is not found on the target, and is here. */
function aboutLeftOut(one: Finding, leftOut: readonly string[]): Finding {
  const name = /^'(.+)' file not found$/.exec(one.message)?.[1];
  const path = leftOut.find(
    (left) => name !== undefined && left.endsWith(mirroredPath(`/${name}`)),
  );
  if (path === undefined) return one;
  return {
    ...one,
    explanation: `${path} was not sent to the target: it lies, or its link leads, outside of the project.`,
    suggestion: 'Name the folder that it really lies in as a flag for clang: -I FOLDER.',
  };
}
