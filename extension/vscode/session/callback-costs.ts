import * as vscode from 'vscode';
import type { CallbackCost } from '../../core/callback-cost/callback-cost';
import type { Disposable } from '../api/disposables';

/** What the callbacks of the target's schedulers cost now; one feature measures, others show it. */
export interface CallbackCosts extends Disposable {
  readonly isOn: boolean;
  /** Of the last interval; empty until there were two readings. */
  readonly costs: readonly CallbackCost[];
  /** `costs` null: nothing is measured. */
  set(costs: readonly CallbackCost[] | null): void;
  readonly onDidChange: vscode.Event<void>;
}

export function createCallbackCosts(): CallbackCosts {
  const changed = new vscode.EventEmitter<void>();
  let now: readonly CallbackCost[] | null = null;
  return {
    get isOn() {
      return now !== null;
    },
    get costs() {
      return now ?? [];
    },
    set(costs) {
      if (now === null && costs === null) return;
      now = costs;
      changed.fire();
    },
    onDidChange: changed.event,
    dispose() {
      changed.dispose();
    },
  };
}
