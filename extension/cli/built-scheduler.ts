import { failed, ok, type Outcome, type Problem } from '../core/findings/problem';
import { buildScheduler, type BuildRequest, type BuildResult } from '../workflows/build/build';
import { BUILD_WHERE, type BuildWhere } from '../workflows/build/build-place';
import type { StepOptions } from '../workflows/context';
import { buildAndVerify, type BuiltAndVerified } from '../workflows/verify/build-and-verify';
import type { Options } from './arguments';
import type { Invocation } from './command';
import { sourceFile } from './source-file';
import { connect, type Connection } from './target-choice';
import { usageProblem } from './usage';

/** The options of every command that compiles first. */
export const BUILD_OPTIONS = {
  clang: { value: 'PATH', help: 'the clang to use (default: the newest one that is found)' },
  'build-on': {
    value: 'MACHINE',
    help: "here, or target for the target's clang (default: here if this machine can)",
  },
  flag: {
    value: 'FLAG',
    help: 'a further flag for clang, such as --flag=-I../include; may be given again',
  },
} as const satisfies Options;

export interface Built extends Connection, BuildResult {
  /** Absolute path. */
  readonly source: string;
}

/** The named scheduler, compiled for the chosen target; a wrong name is found before a lab boots. */
export async function buildForTarget(invocation: Invocation): Promise<Outcome<Built>> {
  return forTarget(invocation, (request, options) =>
    buildScheduler(invocation.context, request, options),
  );
}

export interface Verified extends Built, BuiltAndVerified {}

/** The same, taken through the target's verifier as well. */
export async function verifyForTarget(
  invocation: Invocation,
  { onReached, onBuilt }: VerifySteps = {},
): Promise<Outcome<Verified>> {
  return forTarget(invocation, (request, options) => {
    const problem = onReached?.(request) ?? null;
    if (problem) return Promise.resolve(failed(problem));
    return buildAndVerify(invocation.context, request, {
      ...options,
      onBuilt: (result) => onBuilt?.({ ...request, ...result }),
    });
  });
}

export interface VerifySteps {
  /** The problem that makes it pointless to go on, or null. */
  readonly onReached?: (connection: Connection) => Problem | null;
  readonly onBuilt?: (built: Built) => void;
}

async function forTarget<Result extends BuildResult>(
  invocation: Invocation,
  work: (request: BuildRequest, options: StepOptions) => Promise<Outcome<Result>>,
): Promise<Outcome<Connection & { readonly source: string } & Result>> {
  const source = await sourceFile(invocation);
  if (source.kind !== 'ok') return source;
  const options = buildOptions(invocation);
  if (options.kind !== 'ok') return options;
  const connection = await connect(invocation);
  if (connection.kind !== 'ok') return connection;
  const { terminal, signal } = invocation;
  const onProgress = (stage: string) => {
    terminal.progress(stage);
  };
  const place = { source: source.value, ...connection.value };
  const result = await work({ ...place, ...options.value }, { signal, onProgress });
  return result.kind === 'ok' ? ok({ ...place, ...result.value }) : result;
}

/** What BUILD_OPTIONS say of a build. */
export function buildOptions(
  invocation: Invocation,
): Outcome<Pick<BuildRequest, 'where' | 'clang' | 'extraFlags'>> {
  const where = buildOn(invocation);
  if (where.kind !== 'ok') return where;
  const { arguments: given } = invocation;
  return ok({ where: where.value, clang: given.text('clang'), extraFlags: given.texts('flag') });
}

function buildOn({ arguments: given }: Invocation): Outcome<BuildWhere> {
  const text = given.text('build-on');
  if (text === null) return ok('auto');
  const where = BUILD_WHERE.find((known) => known === text);
  if (where === undefined) {
    return usageProblem(
      `--build-on takes here or target, not "${text}"`,
      'For example: --build-on target',
    );
  }
  if (where !== 'target' || given.text('clang') === null) return ok(where);
  return usageProblem(
    '--clang names a clang of this machine, and --build-on target uses none of them',
    'Leave one of them out; the target takes its newest clang.',
  );
}
