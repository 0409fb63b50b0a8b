import type { SchedulerObject } from '../../extension/workflows/scheduler-object';
import { valueOf, type LabTarget } from './lab-target';

/** What bpftool says without -d: log level 1, and only of a program that fails. */
export async function briefLog(lab: LabTarget, object: SchedulerObject): Promise<string> {
  const input = (await lab.context.files.readBytes(object.strippedPath))!;
  const args = [String(input.length), 'brief', '0'];
  const { stdout } = valueOf(await lab.host.run('verify', { args, input, privileged: true }));
  return stdout.replace(/scx-studio: bpftool exited \d+\n$/, '');
}
