import * as vscode from 'vscode';
import { unlinked } from '../../core/findings/plain-text';
import type { Asker, Question } from '../../workflows/context';

const YES = 'Yes';
const FINGERPRINT = 'Enter Fingerprint…';

/** Takes questions of ssh and sudo to the user. What is typed goes to them and nowhere else. */
export function createAsker(): Asker {
  let last: Promise<unknown> = Promise.resolve();
  /** VS Code puts an input box away when another one comes: two targets may ask at once. */
  const inTurn = (ask: () => Promise<string | null>): Promise<string | null> => {
    const mine = last.then(ask, ask);
    last = mine;
    return mine;
  };
  return async (question, signal) => {
    switch (question.kind) {
      case 'secret':
        return inTurn(async () => (signal.aborted ? null : askSecret(question, signal)));
      case 'yes-no':
        return inTurn(async () => (signal.aborted ? null : askConsent(question, signal)));
      case 'notice':
        return signal.aborted ? null : showNotice(question, signal);
    }
  };
}

async function askSecret(
  { target, text, repeated }: Question,
  signal: AbortSignal,
): Promise<string | null> {
  const token = tokenOf(signal);
  const typed = await vscode.window.showInputBox(
    {
      title: `Connect to ${target}`,
      prompt: unlinked(repeated > 0 ? `${text} (the last answer was not accepted)` : text),
      password: true,
      ignoreFocusOut: true,
    },
    token,
  );
  return typed ?? null;
}

/** The first button is what Enter takes: not a yes that nobody read, but the fingerprint, which ssh compares. */
async function askConsent(question: Question, signal: AbortSignal): Promise<string | null> {
  const { target, text } = question;
  const buttons = text.includes('fingerprint]') ? [FINGERPRINT, YES] : [YES];
  const choice = await vscode.window.showWarningMessage(
    `Connect to ${target}?`,
    { modal: true, detail: text },
    ...buttons,
  );
  if (choice === YES) return 'yes';
  if (choice !== FINGERPRINT) return null;
  const typed = await vscode.window.showInputBox(
    {
      title: `Connect to ${target}`,
      prompt:
        'The fingerprint that you were told, as SHA256:…; ssh compares it with that of the host',
      ignoreFocusOut: true,
    },
    tokenOf(signal),
  );
  return typed?.trim() ?? null;
}

/** Stays until ssh does not need it any more: a hardware key must be touched. */
async function showNotice({ target, text }: Question, signal: AbortSignal): Promise<null> {
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress(
    { location, title: unlinked(`${target}: ${text}`) },
    () =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      }),
  );
  return null;
}

function tokenOf(signal: AbortSignal): vscode.CancellationToken {
  const source = new vscode.CancellationTokenSource();
  signal.addEventListener('abort', () => {
    source.cancel();
  });
  return source.token;
}
