import type { Outcome, Problem } from '../core/findings/problem';
import type { Host } from '../hosts/api';
import type { WorkflowContext } from './context';
import { faulty, type Check } from './doctor/check';
import { examineTarget } from './doctor/examine-target';
import { systemName, type System } from './doctor/install-command';
import { localChecks } from './doctor/local/local-checks';
import { relieved } from './doctor/target/compiler-check';
import type { Examination } from './doctor/target/examination';
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

/** Systems without os-release, as people call them. */
const PLATFORMS: Readonly<Record<string, string>> = { darwin: 'macOS', win32: 'Windows' };

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
  const name = systemName(system.osRelease) ?? PLATFORMS[system.platform] ?? system.platform;
  const [local, examined] = await Promise.all([
    localChecks(context, system, { name, clang: options.clang ?? null }),
    host === null ? null : examineTarget(host, options.signal),
  ]);
  const here = examined?.kind === 'ok' ? relieved(local, examined.value) : local;
  return [
    ...here.map((found): Check => ({ where: 'here', ...found })),
    ...(examined === null ? [] : checksOf(examined)),
  ];
}

function checksOf(examined: Outcome<Examination>): Check[] {
  switch (examined.kind) {
    case 'ok':
      return targetChecks(examined.value).map((found) => ({ where: 'target', ...found }));
    case 'problem':
      return [unreachableCheck(examined.problem)];
    case 'cancelled':
      return [];
  }
}

/** A target that can't be reached, as a check. */
export function unreachableCheck({ message, nextStep }: Problem): Check {
  const fault = { detail: message, effect: 'Nothing of it is known', nextStep };
  return { where: 'target', ...faulty(['connection', 'connection'], 'missing', fault) };
}
