import { failed, ok, type Outcome } from '../../core/findings/problem';
import type { TargetFacts } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import { checkTarget } from '../target-facts';
import type { StepOptions, WorkflowContext } from '../context';

/** Where a kernel build's vmlinux.h and what is made from it are kept. */
export function kernelFolder(context: WorkflowContext, kernelBuild: string): string {
  return `${context.cacheDir}/kernels/${kernelBuild}`;
}

/**
 * The folder that holds the target kernel's vmlinux.h: taken from the target's own BTF once a kernel
 * build, by the target's bpftool.
 */
export async function kernelTypes(
  context: WorkflowContext,
  host: Host,
  facts: TargetFacts,
  options: StepOptions,
): Promise<Outcome<string>> {
  const folder = kernelFolder(context, facts.kernelBuild);
  const path = `${folder}/vmlinux.h`;
  if (await context.files.exists(path)) return ok(folder);
  const problem = checkTarget(facts, 'build', host.target.id);
  if (problem) return failed(problem);
  options.onProgress?.(`Reading the types of kernel ${facts.kernelRelease} (once a kernel)`);
  const outcome = await host.run('vmlinux', { signal: options.signal });
  if (outcome.kind !== 'ok') return outcome;
  const { exitCode, stdout, stderr } = outcome.value;
  if (exitCode !== 0 || !stdout.includes('struct task_struct {')) {
    return failed({
      kind: 'target',
      code: 'no-kernel-types',
      message: `Could not read the kernel's types on ${host.target.id}: bpftool failed`,
      nextStep: 'On the target, try: bpftool btf dump file /sys/kernel/btf/vmlinux format c | head',
      detail: stderr.trim(),
    });
  }
  await context.files.write(path, stdout);
  return ok(folder);
}
