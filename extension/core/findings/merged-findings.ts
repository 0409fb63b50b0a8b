import type { Finding } from './finding';

/** What one kernel found; `kernel` is how a reader knows it: `6.18.15`, a target's name. */
export interface FoundOn {
  readonly kernel: string;
  readonly findings: readonly Finding[];
}

/**
 * The findings of several kernels about one object as one list: those that hold on all of them as they are,
 * the others with the kernels they hold on. Two are the same when their code, place and program are; of
 * their words, those of the first kernel that said them stay.
 */
export function mergedFindings(answers: readonly FoundOn[]): Finding[] {
  const found = new Map<string, { readonly finding: Finding; readonly kernels: Set<string> }>();
  for (const { kernel, findings } of answers) {
    for (const finding of findings) {
      const key = keyOf(finding);
      const known = found.get(key) ?? { finding, kernels: new Set() };
      known.kernels.add(kernel);
      found.set(key, known);
    }
  }
  const all = [...new Set(answers.map(({ kernel }) => kernel))];
  return [...found.values()].map(({ finding, kernels }) => withKernels(finding, kernels, all));
}

function keyOf({ code, severity, file, line, program }: Finding): string {
  return JSON.stringify([code, severity, file, line, program]);
}

function withKernels(
  finding: Finding,
  kernels: ReadonlySet<string>,
  all: readonly string[],
): Finding {
  const others = all.filter((kernel) => !kernels.has(kernel));
  if (others.length === 0) return finding;
  const words =
    others.length < kernels.size
      ? `not on ${others.join(', ')}`
      : `only on ${[...kernels].join(', ')}`;
  return { ...finding, message: `${finding.message} (${words})` };
}
