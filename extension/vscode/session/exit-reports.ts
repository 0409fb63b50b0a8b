import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import type { ExitReport } from '../../core/exit-report/exit-report';
import type { SchedulerObject } from '../../workflows/scheduler-object';
import type { Disposable } from '../api/disposables';

/** A button of notifications. */
export const SHOW_REPORT = { title: 'Show Report', command: COMMANDS.showReport };

export interface KeptReport {
  readonly report: ExitReport;
  /** What was loaded; null for a program that loads by itself, and for a report that was opened. */
  readonly object: SchedulerObject | null;
}

/** Why schedulers ended, of this window and, as far as it saw them, of others: the last one is kept until the next. */
export interface ExitReports extends Disposable {
  readonly last: KeptReport | null;
  add(kept: KeptReport): void;
  readonly onDidAdd: vscode.Event<KeptReport>;
}

export function createExitReports(): ExitReports {
  const added = new vscode.EventEmitter<KeptReport>();
  let last: KeptReport | null = null;
  return {
    get last() {
      return last;
    },
    add(kept) {
      last = kept;
      added.fire(kept);
    },
    onDidAdd: added.event,
    dispose() {
      added.dispose();
    },
  };
}
