import { CANCELLED, failed, ok, type Outcome } from '../../../core/findings/problem';
import { NEWEST_KERNEL } from '../../../core/sched-ext/target-name';
import { labDied, type Lab } from '../../../hosts/lab';
import { displayCommand } from '../../../hosts/processes/tools';
import type { Command, Invocation } from '../../command';
import { EXIT, type ExitStatus } from '../../exit-status';
import { labJson } from '../../output/lab';
import { showStage } from '../../stage';

export const labStart: Command = {
  name: 'lab start',
  summary: 'Boot a virtual machine with a sched_ext kernel',
  description: [
    '',
    'KERNEL is a version such as 6.18, or the path of a bzImage; without it the newest one is taken.',
    'What is missing (kernel, programs) is downloaded or built first, once.',
    'It runs until Ctrl-C, and with --keep until "scx-studio lab stop": every command then finds it',
    'without --target.',
  ],
  operands: ['[KERNEL]'],
  options: { keep: { help: 'leave it running and return' } },
  run: runStart,
};

async function runStart(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const { arguments: words, labs, signal, terminal } = invocation;
  const kernel = words.operands[0] ?? NEWEST_KERNEL;
  const keep = words.has('keep');
  const onProgress = showStage(terminal);
  const booted = await labs.boot(kernel, { signal, keep, onProgress });
  if (booted.kind !== 'ok') return booted;
  const lab = booted.value;
  if (terminal.json) {
    terminal.printJson(labJson(kernel, lab, keep));
  } else {
    terminal.print([
      `Lab ${lab.kernel} is up (${lab.accelerator === 'kvm' ? 'KVM' : 'emulated'})`,
      `Reach it: ${displayCommand(['ssh', ...lab.sshArguments])}`,
      keep ? `Stop it: scx-studio lab stop ${kernel}` : 'Ctrl-C stops it',
    ]);
  }
  return keep ? ok(EXIT.fine) : untilItEnds(lab, signal);
}

async function untilItEnds(lab: Lab, signal: AbortSignal): Promise<Outcome<ExitStatus>> {
  const stop = () => void lab.stop();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const death = await lab.died;
  if (signal.aborted) return CANCELLED;
  if (death.reason === 'stopped') return ok(EXIT.fine);
  return failed(labDied(death));
}
