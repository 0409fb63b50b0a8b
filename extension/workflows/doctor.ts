import type { Problem } from '../core/findings/problem';
import type { Host } from '../hosts/api';
import type { WorkflowContext } from './context';
import type { Check, Found } from './doctor/check';
import type { System } from './doctor/install-command';
import { localChecks } from './doctor/local-checks';
import { targetChecks } from './doctor/target-checks';
import { targetFacts } from './target-facts';

export type { Check } from './doctor/check';

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
  const [local, target] = await Promise.all([
    localChecks(context.tools, system, options.clang ?? null),
    host === null ? [] : askTarget(host, options.signal),
  ]);
  return [
    ...local.map((found): Check => ({ where: 'here', ...found })),
    ...target.map((found): Check => ({ where: 'target', ...found })),
  ];
}

async function askTarget(host: Host, signal: AbortSignal | undefined): Promise<Found[]> {
  const facts = await targetFacts(host, { signal });
  switch (facts.kind) {
    case 'ok':
      return targetChecks(facts.value);
    case 'problem':
      return [unreachable(facts.problem)];
    case 'cancelled':
      return [];
  }
}

/** A target that can't be asked, as a check. */
export function unreachable({ message, nextStep }: Problem): Found {
  return { name: 'connection', status: 'missing', detail: message, nextStep };
}
