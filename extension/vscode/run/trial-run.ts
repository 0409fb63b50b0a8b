import * as vscode from 'vscode';
import { watchTrial } from '../../workflows/load/trial';
import { withCancellableProgress } from '../api/progress';
import { setting } from '../api/settings';
import { baseName, chooseSource } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import { loadNow, type LoadOptions } from './load-command';
import type { TrialReports } from './trial-reports';

const LONGEST_TRIAL_S = 86_400;

/** `SCX: Trial Run…`: loads for some seconds, takes out, and shows what was seen. */
export async function trialRun(
  session: Session,
  reports: TrialReports,
  argument: unknown,
): Promise<void> {
  const source = await chooseSource(argument);
  const seconds = source === null ? null : await askSeconds(baseName(source));
  if (source !== null && seconds === null) return;
  const options: LoadOptions = seconds === null ? {} : { trialSeconds: seconds };
  const isRunning = await loadNow(session, source ?? argument, options);
  const { loaded } = session.run;
  if (!isRunning || loaded === null || source === null || seconds === null) return;
  const watched = await withCancellableProgress(
    `Trial of ${loaded.run.ops} on ${loaded.targetId}: ${seconds} s`,
    ({ signal }) => {
      signal.addEventListener('abort', () => void loaded.run.unload(), { once: true });
      return watchTrial(loaded.host, loaded.run);
    },
  );
  await reports.show({
    ...watched,
    source,
    target: loaded.targetId,
    kernel: loaded.kernel,
    wantedSeconds: seconds,
  });
}

async function askSeconds(name: string): Promise<number | null> {
  const typed = await vscode.window.showInputBox({
    title: `Trial run of ${name}`,
    prompt: 'Seconds until the target takes it out again by itself',
    value: String(setting('trialSeconds')),
    validateInput: (text) =>
      readSeconds(text) === null ? `A whole number from 1 to ${LONGEST_TRIAL_S}` : null,
  });
  return typed === undefined ? null : readSeconds(typed);
}

function readSeconds(text: string): number | null {
  const seconds = Number(text.trim());
  const isFit = /^\d+$/.test(text.trim()) && seconds >= 1 && seconds <= LONGEST_TRIAL_S;
  return isFit ? seconds : null;
}
