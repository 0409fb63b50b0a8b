import type { DoctorFacts } from '../../../core/sched-ext/doctor-facts';
import type { TargetFacts } from '../../../core/sched-ext/target';
import type { System } from '../install-command';
import type { ClockOffset } from './clock-check';

/** All that one round trip told of a target. */
export interface Examination {
  readonly facts: TargetFacts;
  readonly more: DoctorFacts;
  /** null when the target did not say its time. */
  readonly clock: ClockOffset | null;
}

/** The target as something to install on. */
export function systemOf({ facts, more }: Examination): System {
  return { platform: 'linux', osRelease: more.osRelease, isRoot: facts.uid === 0 };
}

/** `command` as the login user runs it as root. */
export function asRoot({ facts }: Pick<Examination, 'facts'>, command: string): string {
  return facts.uid === 0 ? command : `sudo ${command}`;
}

/** Whether scripts become root there without a question. */
export function isRootFree({ facts }: Pick<Examination, 'facts'>): boolean {
  return facts.privilege === 'root' || facts.privilege === 'sudo';
}
