import type { Found } from '../check';
import { bpfChecks } from './bpf-checks';
import { clockCheck } from './clock-check';
import { compilerCheck } from './compiler-check';
import type { Examination } from './examination';
import { kernelConfigCheck } from './kernel-config-check';
import { machineChecks } from './machine-checks';
import { privilegeCheck } from './privilege-check';
import { roomCheck } from './room-check';
import { runningChecks } from './running-checks';
import { schedulerCheck } from './scheduler-check';

/** What a target is and has, by what it told in one round trip. */
export function targetChecks(examined: Examination): Found[] {
  return [
    ...machineChecks(examined),
    kernelConfigCheck(examined),
    ...bpfChecks(examined),
    privilegeCheck(examined),
    schedulerCheck(examined.facts),
    ...runningChecks(examined),
    compilerCheck(examined),
    roomCheck(examined.facts, examined.more),
    clockCheck(examined),
  ];
}
