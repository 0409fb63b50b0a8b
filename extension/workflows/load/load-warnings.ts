import type { TargetFacts } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import type { WorkflowContext } from '../context';
import type { Check } from '../doctor/check';
import { preflight, warningText } from '../doctor/preflight';

/** Says what the doctor would say before a load; who runs now is asked of the kernel, not of older facts. */
export function warnBeforeLoad(
  { log }: WorkflowContext,
  { host, facts }: { readonly host: Host; readonly facts: TargetFacts },
  onWarning?: (warning: Check) => void,
): void {
  for (const warning of preflight(facts)) {
    if (warning.code === 'scheduler') continue;
    log(`[${host.target.id}] ${warningText(warning)}`);
    onWarning?.(warning);
  }
}
