import type { Finding } from '../findings/finding';

/** Who took out a scheduler that its user did not take out: a clause without a full stop. */
export function endedText(ops: string, target: string, findings: readonly Finding[]): string {
  const reason = findings.find(({ severity }) => severity === 'error') ?? findings[0];
  switch (reason?.code ?? '') {
    case 'run/taken-out':
      return `Another program on ${target}, or another window, took ${ops} out`;
    case 'run/sysrq':
      return `Somebody took ${ops} out by SysRq-S on ${target}`;
    case 'run/exit':
      return `${ops} ended itself on ${target}`;
    default:
      return `The kernel threw ${ops} out on ${target}`;
  }
}
