import type { Problem } from '../core/findings/problem';
import type { Host } from '../hosts/api';
import type { WorkflowContext } from './context';
import { faulty, type Check, type Found } from './doctor/check';
import { examineTarget } from './doctor/examine-target';
import { systemName, type System } from './doctor/install-command';
import { localChecks } from './doctor/local/local-checks';
import { targetChecks } from './doctor/target/target-checks';

export type { Check, CheckStatus } from './doctor/check';
export { reportLines, reportText, verdictOf, type ReportLine } from './doctor/report-text';

export interface DoctorOptions {
  readonly signal?: AbortSignal | undefined;
  /** The clang of the settings; null looks for one. */
  readonly clang?: string | null;
  readonly platform?: string;
  readonly isRoot?: boolean;
}

/**
 * Looks for everything the loop needs, on this machine and on a target (null leaves it out), and
 * changes nothing.
 */
export async function doctor(
  context: WorkflowContext,
  host: Host | null,
  options: DoctorOptions = {},
): Promise<Check[]> {
  const system: System = {
    platform: options.platform ?? process.platform,
    osRelease: await context.files.readText('/etc/os-release'),
    isRoot: options.isRoot ?? process.getuid?.() === 0,
  };
  const name = systemName(system.osRelease) ?? system.platform;
  const [local, target] = await Promise.all([
    localChecks(context, system, { name, clang: options.clang ?? null }),
    host === null ? [] : askTarget(host, options.signal),
  ]);
  return [
    ...local.map((found): Check => ({ where: 'here', ...found })),
    ...target.map((found): Check => ({ where: 'target', ...found })),
  ];
}

async function askTarget(host: Host, signal: AbortSignal | undefined): Promise<Found[]> {
  const examined = await examineTarget(host, signal);
  switch (examined.kind) {
    case 'ok':
      return targetChecks(examined.value);
    case 'problem':
      return [unreachable(examined.problem)];
    case 'cancelled':
      return [];
  }
}

/** A target that can't be reached, as a check. */
export function unreachableCheck(problem: Problem): Check {
  return { where: 'target', ...unreachable(problem) };
}

function unreachable({ message, nextStep }: Problem): Found {
  return faulty(['connection', 'connection'], 'missing', {
    detail: message,
    effect: 'Nothing of it is known',
    nextStep,
  });
}
