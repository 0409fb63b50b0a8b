/** Boots one lab, and asks its kernel about each scheduler. */
import { verifyScheduler } from '../../extension/workflows/verify/verify';
import { briefLog } from '../lab/brief-log';
import { openLab, valueOf, type LabTarget } from '../lab/lab-target';
import { sourceText, writeLog, type Wanted } from './log-files';

/** False when there is no log of one of them. */
export async function captureOn(kernel: string, wanted: readonly Wanted[]): Promise<boolean> {
  const lab = await openLab(kernel);
  let complete = true;
  try {
    for (const one of wanted) {
      const found = await capture(lab, kernel, one).catch((error: unknown) => {
        complete = false;
        return String(error);
      });
      process.stdout.write(`${kernel} ${one.scheduler}: ${found}\n`);
    }
  } finally {
    await lab.close();
  }
  return complete;
}

/** What is found in the log today, for a first look. */
async function capture(lab: LabTarget, kernel: string, wanted: Wanted): Promise<string> {
  const { scheduler, details } = wanted;
  const object = await lab.compile(sourceText(scheduler), scheduler);
  if (details.includes('brief')) writeLog('brief', kernel, scheduler, await briefLog(lab, object));
  if (!details.includes('full')) return 'brief log only';
  const request = { object, host: lab.host, facts: lab.facts };
  const { log, findings } = valueOf(await verifyScheduler(request));
  writeLog('full', kernel, scheduler, log);
  return findings.map(({ code, line }) => `${code} at ${line}`).join(', ') || 'no finding';
}
