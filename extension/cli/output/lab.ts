import type { Lab } from '../../hosts/lab';

/** A running lab as data. `ssh` is the argv that reaches it. */
export function labJson(name: string, lab: Lab, kept: boolean) {
  return {
    name,
    kernel: lab.kernel,
    accelerator: lab.accelerator,
    pid: lab.pid,
    kept,
    ssh: ['ssh', ...lab.sshArguments],
  };
}
