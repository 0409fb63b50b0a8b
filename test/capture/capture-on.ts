/** Boots one lab, and asks its kernel about each scheduler. */
import type { SchedulerObject } from '../../extension/workflows/scheduler-object';
import { verifyScheduler } from '../../extension/workflows/verify';
import { openLab, valueOf, type LabTarget } from '../lab/lab-target';
import { briefLog } from '../lab/brief-log';
import { sourceText, writeLog } from './log-files';

/** False when there is no log of one of them. */
export async function captureOn(kernel: string, names: readonly string[]): Promise<boolean> {
  const lab = await openLab(kernel);
  let complete = true;
  try {
    for (const name of names) {
      const codes = await capture(lab, kernel, name).catch((error: unknown) => {
        complete = false;
        return String(error);
      });
      process.stdout.write(`${kernel} ${name}: ${codes}\n`);
    }
  } finally {
    await lab.close();
  }
  return complete;
}

/** The codes that are found in the log today, for a first look. */
async function capture(lab: LabTarget, kernel: string, name: string): Promise<string> {
  const object: SchedulerObject = await lab.compile(sourceText(name), name);
  const request = { object, host: lab.host, facts: lab.facts };
  const { log, findings } = valueOf(await verifyScheduler(lab.context, request));
  writeLog('full', kernel, name, log);
  writeLog('brief', kernel, name, await briefLog(lab, object));
  return findings.map(({ code, line }) => `${code} at ${line}`).join(', ') || 'no finding';
}
