import * as vscode from 'vscode';
import type { Disposable } from '../api/disposables';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** Tries again after a connection was lost, ever more rarely; at once when the window is used again. */
export interface Reconnection extends Disposable {
  begin(): void;
  end(): void;
}

/** `attempt` tells whether there is anything left to try for. */
export function createReconnection(attempt: () => Promise<'again' | 'done'>): Reconnection {
  let pause = FIRST_PAUSE_MS;
  let timer: NodeJS.Timeout | null = null;
  let isTrying = false;
  const end = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const plan = () => {
    end();
    timer = setTimeout(() => void tryNow(), pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
  const tryNow = async () => {
    if (isTrying) return;
    isTrying = true;
    const result = await attempt();
    isTrying = false;
    if (result === 'again' && timer !== null) plan();
    else end();
  };
  // A laptop that wakes up is looked at: there is no reason to wait for a minute's end.
  const focused = vscode.window.onDidChangeWindowState(({ focused: isFocused }) => {
    if (!isFocused || timer === null) return;
    pause = FIRST_PAUSE_MS;
    void tryNow();
  });
  return {
    begin() {
      pause = FIRST_PAUSE_MS;
      plan();
    },
    end,
    dispose() {
      end();
      focused.dispose();
    },
  };
}
