import * as vscode from 'vscode';
import { printable } from '../../core/findings/plain-text';
import { programLine } from '../../core/sched-ext/program-line';
import { baseName } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import type { ChosenProgram } from './chosen-program';
import { runProgram } from './program-run';

const CTRL_C = '\x03';

/** A terminal with the program's output: Ctrl-C there sends SIGINT, closing it ends the program. */
export function openLoaderTerminal(session: Session, chosen: ChosenProgram): void {
  const writes = new vscode.EventEmitter<string>();
  const renames = new vscode.EventEmitter<string>();
  const controller = new AbortController();
  const name = baseName(chosen.path);
  const write = (line: string) => {
    writes.fire(`${line}\r\n`);
  };
  const say = (text: string) => {
    write(`\x1b[2m${printable(text)}\x1b[0m`);
  };
  const start = async () => {
    await runProgram(session, chosen, {
      signal: controller.signal,
      say,
      onOutput: (_, line) => {
        write(programLine(line, true));
      },
    });
    renames.fire(`${name} (ended)`);
  };
  const pty: vscode.Pseudoterminal = {
    onDidWrite: writes.event,
    onDidChangeName: renames.event,
    open() {
      start().catch((error: unknown) => {
        session.log.bug('A loader program', error);
        say('This failed unexpectedly, which is a bug of SCX Studio: see "SCX: Show Log".');
      });
    },
    handleInput(data) {
      if (data !== CTRL_C || controller.signal.aborted) return;
      say('^C');
      controller.abort();
    },
    close() {
      controller.abort();
    },
  };
  vscode.window.createTerminal({ name, pty, iconPath: new vscode.ThemeIcon('rocket') }).show();
}
