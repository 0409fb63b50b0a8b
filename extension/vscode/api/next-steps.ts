import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { SETTINGS } from '../../contracts/settings';
import type { Problem } from '../../core/findings/problem';
import { runCommand } from './commands';

/** A button of a problem's notification. */
export interface NextStep {
  readonly title: string;
  take(): Promise<void>;
}

/** What can be done about a problem with one click, the likeliest first. */
export function nextStepsOf(problem: Problem): readonly NextStep[] {
  return [...ownSteps(problem), SHOW_LOG];
}

function ownSteps(problem: Problem): readonly NextStep[] {
  switch (problem.code) {
    case 'untrusted-workspace':
      return [{ title: 'Manage Trust', take: () => runCommand('workbench.trust.manage') }];
    case 'no-target':
    case 'no-sched-ext':
      return [SELECT_TARGET];
    case 'clang-missing':
    case 'clang-too-old':
      return [...inTerminal(problem), CLANG_SETTING, USE_OBJECT];
    case 'no-object':
    case 'not-a-scheduler':
      return [USE_OBJECT];
    case 'no-source':
    case 'busy':
      return [];
    default:
      return [
        ...inTerminal(problem),
        CHECK_TARGET,
        ...(problem.kind === 'target' ? [SELECT_TARGET] : []),
      ];
  }
}

const SHOW_LOG: NextStep = { title: 'Show Log', take: () => runCommand(COMMANDS.showLog) };
const SELECT_TARGET: NextStep = {
  title: 'Select Target',
  take: () => runCommand(COMMANDS.selectTarget),
};
const CHECK_TARGET: NextStep = {
  title: 'Check Target',
  take: () => runCommand(COMMANDS.checkTarget),
};
const USE_OBJECT: NextStep = {
  title: 'Use an Object…',
  take: () => runCommand(COMMANDS.useObject),
};
const CLANG_SETTING: NextStep = {
  title: 'Open Setting',
  take: () => runCommand('workbench.action.openSettings', SETTINGS.clangPath.name),
};

/** A command in the sentence is put into a terminal; the user reads it and presses Enter. */
function inTerminal(problem: Problem): readonly NextStep[] {
  const command = commandIn(problem.nextStep);
  if (command === null) return [];
  const take = () => {
    const terminal = vscode.window.createTerminal('SCX Studio');
    terminal.show();
    terminal.sendText(command, false);
    return Promise.resolve();
  };
  return [{ title: 'Open in Terminal', take }];
}

const INSTALL_COMMAND =
  /(?:sudo )?(?:apt(?:-get)? install|dnf install|pacman -S|zypper in|brew install) [\w .+-]*[\w+]/;
const SSH_COMMAND = /(?:"|: )(ssh [^"\s]+)/;

function commandIn(sentence: string): string | null {
  return INSTALL_COMMAND.exec(sentence)?.[0] ?? SSH_COMMAND.exec(sentence)?.[1] ?? null;
}
