import * as vscode from 'vscode';
import { parseTarget } from '../../core/sched-ext/target-name';
import type { Target } from '../../core/sched-ext/target';
import { setContextKey } from '../api/context-keys';
import { onSettingChange, setting } from '../api/settings';
import type { Disposable } from '../api/disposables';

/**
 * The target of this window. What was picked here is kept with the workspace in VS Code's own
 * storage, so that two windows can have two targets and no file of a repository can choose one; the
 * setting `scx.target` is the default.
 */
export interface TargetChoice extends Disposable {
  /** null when none is chosen, or when what is written is no target. */
  readonly target: Target | null;
  /** As it was written. */
  readonly text: string;
  /** null goes back to the setting. */
  choose(text: string | null): Promise<void>;
  readonly onDidChange: vscode.Event<void>;
}

const MEMORY_KEY = 'target';

export function createTargetChoice(memory: vscode.Memento): TargetChoice {
  const changed = new vscode.EventEmitter<void>();
  const read = () => memory.get<string>(MEMORY_KEY) ?? setting('target');
  let text = '';
  const refresh = () => {
    if (read() === text) return;
    text = read();
    setContextKey('scx.hasTarget', parseTarget(text) !== null);
    changed.fire();
  };
  refresh();
  const listener = onSettingChange('target', refresh);
  return {
    get target() {
      return parseTarget(text);
    },
    get text() {
      return text;
    },
    async choose(chosen) {
      await memory.update(MEMORY_KEY, chosen ?? undefined);
      refresh();
    },
    onDidChange: changed.event,
    dispose() {
      listener.dispose();
      changed.dispose();
    },
  };
}
