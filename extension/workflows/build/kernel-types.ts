import { firstUndeclared } from '../../core/btf/kernel-types-text';
import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { TargetFacts } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import { checkTarget } from '../target-facts';
import type { StepOptions, WorkflowContext } from '../context';
import { kernelFolder } from './kernel-folder';

/**
 * The folder that holds the target kernel's vmlinux.h: taken from the target's own BTF once a kernel
 * build, by the target's bpftool, and only when it is nothing but declarations.
 */
export async function kernelTypes(
  context: WorkflowContext,
  host: Host,
  facts: TargetFacts,
  options: StepOptions,
): Promise<Outcome<string>> {
  const folder = kernelFolder(context, host.target, facts.kernelBuild);
  const path = `${folder}/vmlinux.h`;
  if (await context.files.exists(path)) return ok(folder);
  const problem = checkTarget(facts, 'build', host.target.id);
  if (problem) return failed(problem);
  options.onProgress?.(`Reading the types of kernel ${facts.kernelRelease} (once a kernel)`);
  const outcome = await host.run('vmlinux', { signal: options.signal });
  if (outcome.kind !== 'ok') return outcome;
  const { exitCode, stdout, stderr } = outcome.value;
  if (exitCode !== 0 || !stdout.includes('struct task_struct {')) {
    return failed(noTypes(host.target.id, 'bpftool failed', stderr.trim()));
  }
  const line = firstUndeclared(stdout);
  if (line !== null) {
    const cause = `line ${line} of what it sent is no declaration, and is not compiled here`;
    return failed(noTypes(host.target.id, cause, lineOf(stdout, line)));
  }
  await context.files.write(path, stdout);
  return ok(folder);
}

const MOST_SHOWN = 200;

const lineOf = (text: string, line: number) =>
  (text.split(/\r\n|\r|\n/)[line - 1] ?? '').slice(0, MOST_SHOWN);

function noTypes(name: string, cause: string, detail: string): Problem {
  return {
    kind: 'target',
    code: 'no-kernel-types',
    message: `Could not read the kernel's types on ${name}: ${cause}`,
    nextStep: 'On the target, try: bpftool btf dump file /sys/kernel/btf/vmlinux format c | head',
    detail,
  };
}
