import type { SchedulerObject } from '../../extension/workflows/scheduler-object';
import { openVerifier } from '../../extension/workflows/verify/verifier';
import { valueOf, type LabTarget } from './lab-target';

/** What bpftool says without -d: log level 1, and only of a program that fails. */
export async function briefLog(lab: LabTarget, object: SchedulerObject): Promise<string> {
  const bytes = (await lab.context.files.readBytes(object.strippedPath))!;
  return valueOf(await openVerifier(lab, { detail: 'brief' }).answer(bytes)).log;
}
