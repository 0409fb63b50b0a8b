import * as vscode from 'vscode';
import type { ExitReport } from '../../core/exit-report/exit-report';
import * as folders from '../../workflows/observe/report-folder';
import type { KeptReport } from '../session/exit-reports';
import { reported } from '../session/report';
import type { Session } from '../session/session';

/** Asks where, and saves the report as a new folder there. */
export async function saveReport(session: Session, { report, object }: KeptReport): Promise<void> {
  const parent = await askFolder('Folder to save the report in', 'Save Here');
  if (parent === undefined) return;
  const time = report.endedAt.replaceAll(/[-:]/g, '').slice(0, 15);
  const folder = vscode.Uri.joinPath(parent, `scx-report-${folders.fileName(report)}-${time}`);
  const { files } = await session.context();
  const saved = await folders.saveReport(files, folder.fsPath, report, object);
  if (!reported(session, saved)) return;
  session.notifications.info(`Saved the report in ${saved.value}`);
}

/** Asks for a saved report's folder and reads it; null when there is none to show. */
export async function openReport(session: Session): Promise<ExitReport | null> {
  const folder = await askFolder('Folder of the saved report', 'Open Report');
  if (folder === undefined) return null;
  const { files } = await session.context();
  const opened = await folders.openReport(files, folder.fsPath);
  return reported(session, opened) ? opened.value : null;
}

async function askFolder(title: string, openLabel: string): Promise<vscode.Uri | undefined> {
  const start = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    ...{ title, openLabel, canSelectFiles: false, canSelectFolders: true },
    ...(start && { defaultUri: start }),
  });
  return chosen?.[0];
}
