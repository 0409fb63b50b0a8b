import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Exit, Tools } from '../api';

/** What every part of the lab works with. */
export interface LabContext {
  /** Folder of everything that labs keep: kernels, programs, keys, records. */
  readonly folder: string;
  readonly tools: Tools;
}

/** One long step's way to be cancelled and to say what it does. */
export interface LabStep {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** How to name the failure of a tool: "Could not <doing>: <what the tool said>". */
export interface Doing {
  readonly doing: string;
  readonly code: string;
  readonly nextStep: string;
}

/** Runs a tool that must succeed; its standard output. */
export async function runStep(
  context: LabContext,
  argv: readonly [string, ...string[]],
  doing: Doing,
  step: LabStep & { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Outcome<string>> {
  const outcome = await context.tools.run({
    argv,
    ...(step.signal === undefined ? {} : { signal: step.signal }),
    ...(step.cwd === undefined ? {} : { cwd: step.cwd }),
    ...(step.env === undefined ? {} : { env: step.env }),
  });
  if (outcome.kind !== 'ok') return outcome;
  return outcome.value.exitCode === 0
    ? ok(outcome.value.stdout)
    : failed(stepProblem(doing, outcome.value));
}

/** The tool's last error line is the cause; everything it wrote is the detail. */
export function stepProblem(doing: Doing, exit: Pick<Exit, 'exitCode' | 'stderr'>): Problem {
  const lines = exit.stderr.trim().split('\n');
  const cause =
    lines.findLast((line) => /^E: |error|cannot|failed/i.test(line)) ?? lines.at(-1) ?? '';
  return {
    kind: 'tool',
    code: doing.code,
    message: `Could not ${doing.doing}: ${cause.trim() === '' ? `exit status ${exit.exitCode ?? 'unknown'}` : cause.trim()}`,
    nextStep: doing.nextStep,
    detail: exit.stderr.trim(),
  };
}
