import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import { isCiKernel, kernelsOfCiWorkflow } from '../../core/scaffold/ci-workflow';
import { NEWEST_KERNEL, parseTarget } from '../../core/sched-ext/target-name';
import {
  existingCiWorkflow,
  planCiWorkflow,
  writeCiWorkflow,
  type PlannedCiWorkflow,
} from '../../workflows/ci-workflow';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { shortPath } from '../output/findings';
import { usageProblem } from '../usage';

export const ci: Command = {
  name: 'ci',
  summary: 'Write a GitHub Actions workflow that checks the schedulers on real kernels',
  description: [
    '',
    'DIR is the project; without it the current folder is taken. The file is .github/workflows/scx-studio.yml',
    'in the root of its git repository, where GitHub looks for it. It builds and verifies every .bpf.c',
    'below DIR on each kernel, with annotations and code scanning, and loads them with --for.',
    'A file that is there and says something else is replaced only with --force.',
  ],
  operands: ['[DIR]'],
  options: {
    kernels: {
      value: 'KERNELS',
      help: 'such as 6.12,6.18,newest (default: those of the workflow that is there, else the lab of --target, else newest)',
    },
    for: { value: 'SECONDS', help: 'also load each scheduler, for that time' },
    force: { help: 'replace a file that says something else' },
  },
  run: runCi,
};

async function runCi(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const { arguments: given, context, cwd, installation } = invocation;
  const seconds = given.seconds('for');
  if (seconds.kind !== 'ok') return seconds;
  const named = given.operands[0] ?? '.';
  const folder = resolve(cwd, named);
  if (!(await isFolder(folder))) {
    return usageProblem(
      `Could not write a workflow for ${named}: there is no such folder`,
      'Name the folder of the project.',
    );
  }
  const kernels = await chosenKernels(invocation, folder);
  if (kernels.kind !== 'ok') return kernels;
  const plan = await planCiWorkflow(context.files, {
    folder,
    kernels: kernels.value,
    loadSeconds: seconds.value === null ? null : Math.ceil(seconds.value),
    version: installation.version,
  });
  return write(invocation, plan, kernels.value);
}

async function write(
  { arguments: given, context, cwd, terminal }: Invocation,
  plan: PlannedCiWorkflow,
  kernels: readonly string[],
): Promise<Outcome<ExitStatus>> {
  const path = shortPath(plan.path, cwd);
  const isSame = plan.before === plan.text;
  if (!isSame) {
    const written = await writeCiWorkflow(context.files, plan, given.has('force'));
    if (written.kind !== 'ok') return written;
  }
  if (terminal.json) {
    terminal.printJson({ path: plan.path, kernels, written: !isSame });
  } else if (isSame) {
    terminal.print([`${path} says this already; nothing was written`]);
  } else {
    terminal.print([
      `${plan.before === null ? 'Wrote' : 'Replaced'} ${path}: Linux ${kernels.join(', ')}`,
      'Next: commit and push it',
    ]);
  }
  return ok(EXIT.fine);
}

async function chosenKernels(
  { arguments: given, context, env }: Invocation,
  folder: string,
): Promise<Outcome<readonly string[]>> {
  const text = given.text('kernels');
  if (text === null) {
    const before = kernelsOfCiWorkflow((await existingCiWorkflow(context.files, folder)) ?? '');
    const target = parseTarget(given.text('target') ?? env['SCX_TARGET'] ?? '');
    const ofTarget = target?.kind === 'lab' && isCiKernel(target.kernel) ? [target.kernel] : [];
    return ok([before, ofTarget, [NEWEST_KERNEL]].find((names) => names.length > 0) ?? []);
  }
  const names = [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean);
  const wrong = names.find((name) => !isCiKernel(name));
  if (wrong === undefined && names.length > 0) return ok(names);
  return failed({
    kind: 'usage',
    code: 'usage',
    message: `--kernels takes versions from 6.12 on, and newest, not "${wrong ?? text}"`,
    nextStep: 'For example: --kernels 6.12,6.18,newest',
    detail: '',
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
