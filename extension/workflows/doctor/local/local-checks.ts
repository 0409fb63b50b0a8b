import type { WorkflowContext } from '../../context';
import { fine, type Found } from '../check';
import type { System } from '../install-command';
import { buildChecks } from './build-checks';
import { labChecks } from './lab-checks';
import { sshChecks } from './ssh-checks';

/** What this machine needs to build, to reach a target, and for labs. */
export async function localChecks(
  context: Pick<WorkflowContext, 'tools' | 'files' | 'cacheDir'>,
  system: System,
  { name, clang }: { readonly name: string; readonly clang: string | null },
): Promise<Found[]> {
  const { tools } = context;
  const [build, ssh, labs] = await Promise.all([
    buildChecks(tools, system, clang),
    sshChecks(tools, system),
    labChecks(context, system),
  ]);
  return [fine(['system', 'system'], name), ...build, ...ssh, ...labs];
}
