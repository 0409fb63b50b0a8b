import * as vscode from 'vscode';
import { REPORT_SCHEME } from '../../contracts/languages';
import { trialReport, type TrialReport } from '../../core/sched-ext/trial-report';
import { runCommand } from '../api/commands';
import type { Disposable } from '../api/disposables';

/** Older ones are forgotten: a preview that is still open keeps what it shows. */
const KEPT = 20;

/** Reports of trials as read-only documents, shown as Markdown. */
export interface TrialReports extends Disposable {
  show(report: TrialReport): Promise<void>;
}

export function createTrialReports(): TrialReports {
  const texts = new Map<string, string>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, {
    provideTextDocumentContent: (uri) => texts.get(uri.path) ?? '',
  });
  let count = 0;
  return {
    async show(report) {
      count += 1;
      const path = `/Trial ${count} of ${report.ops}.md`;
      texts.set(path, trialReport(report));
      const [oldest] = texts.keys();
      if (texts.size > KEPT && oldest !== undefined) texts.delete(oldest);
      await runCommand('markdown.showPreview', vscode.Uri.from({ scheme: REPORT_SCHEME, path }));
    },
    dispose() {
      provider.dispose();
    },
  };
}
