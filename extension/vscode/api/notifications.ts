import * as vscode from 'vscode';
import type { CommandId } from '../../contracts/commands';
import { unlinked } from '../../core/findings/plain-text';
import type { Problem } from '../../core/findings/problem';
import { runCommand } from './commands';
import type { Log } from './logs';
import { nextStepsOf, type NextStep } from './next-steps';

export interface Notifications {
  /** An answer to something the user did: always shown. */
  problem(problem: Problem): void;
  /** From work in the background: shown once, until `settled` says that the trouble is over. */
  problemOnce(problem: Problem): void;
  settled(): void;
  info(message: string, ...buttons: readonly Button[]): void;
  warn(message: string, ...buttons: readonly Button[]): void;
  /** A question beside the work; undefined when it was put away. */
  choose<T extends string>(question: string, ...choices: readonly T[]): Promise<T | undefined>;
  /** A modal question; undefined when the user chose nothing. */
  decide<T extends string>(
    question: string,
    detail: string,
    ...choices: T[]
  ): Promise<T | undefined>;
  /** A modal question; true when the user chose `yes`. */
  confirm(question: string, detail: string, yes: string): Promise<boolean>;
}

export interface Button {
  readonly title: string;
  readonly command: CommandId;
  /** What the command is given. */
  readonly argument?: string;
}

export function createNotifications(log: Log): Notifications {
  const said = new Set<string>();
  const show = (problem: Problem) => {
    log.warn([problem.message, problem.nextStep, problem.detail].filter(Boolean).join('\n'));
    void showProblem(problem);
  };
  return {
    problem: show,
    problemOnce(problem) {
      const key = `${problem.code} ${problem.message}`;
      if (said.has(key)) return;
      said.add(key);
      show(problem);
    },
    settled() {
      said.clear();
    },
    info(message, ...buttons) {
      void offer(vscode.window.showInformationMessage(unlinked(message), ...buttons), runButton);
    },
    warn(message, ...buttons) {
      void offer(vscode.window.showWarningMessage(unlinked(message), ...buttons), runButton);
    },
    async choose(question, ...choices) {
      return vscode.window.showInformationMessage(unlinked(question), ...choices);
    },
    async decide(question, detail, ...choices) {
      return vscode.window.showWarningMessage(question, { modal: true, detail }, ...choices);
    },
    async confirm(question, detail, yes) {
      const choice = await vscode.window.showWarningMessage(question, { modal: true, detail }, yes);
      return choice === yes;
    },
  };
}

async function showProblem(problem: Problem): Promise<void> {
  const steps = nextStepsOf(problem);
  const text =
    problem.nextStep === '' ? problem.message : `${problem.message}. ${problem.nextStep}`;
  await offer(vscode.window.showErrorMessage(unlinked(text), ...steps), (step: NextStep) =>
    step.take(),
  );
}

const runButton = ({ command, argument }: Button) =>
  argument === undefined ? runCommand(command) : runCommand(command, argument);

/** A notification outlives what showed it: its button is handled whenever it comes. */
async function offer<T>(
  shown: Thenable<T | undefined>,
  take: (choice: T) => Promise<void>,
): Promise<void> {
  const choice = await shown;
  if (choice !== undefined) await take(choice);
}
