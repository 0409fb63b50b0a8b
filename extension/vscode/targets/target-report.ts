import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { doctor, type Check } from '../../workflows/doctor';
import { withCancellableProgress } from '../api/progress';
import { setting } from '../api/settings';
import type { Session } from '../session/session';

/** `SCX: Check Target`: everything the loop needs, here and on the target, with what to do. */
export async function checkTarget(session: Session): Promise<void> {
  const title =
    session.choice.target === null ? 'Check this machine' : `Check ${session.choice.text}`;
  const checks = await withCancellableProgress(title, async (progress) => {
    const connected =
      session.choice.target === null ? null : await session.connection.connect(progress);
    if (connected?.kind === 'problem') session.notifications.problem(connected.problem);
    if (connected?.kind === 'cancelled') return null;
    const host = connected?.kind === 'ok' ? connected.value.host : null;
    const clang = setting('clangPath');
    return doctor(await session.context(), host, {
      signal: progress.signal,
      clang: clang === '' ? null : clang,
    });
  });
  if (checks !== null) await showReport(session, checks);
}

async function showReport(
  { choice, notifications }: Session,
  checks: readonly Check[],
): Promise<void> {
  const missing = checks.filter(({ status }) => status === 'missing').length;
  if (choice.target === null) {
    notifications.info('Only this machine was checked: no target is selected.', {
      title: 'Select Target',
      command: COMMANDS.selectTarget,
    });
  }
  const picker = vscode.window.createQuickPick<vscode.QuickPickItem>();
  picker.title =
    missing === 0 ? 'Everything that the loop needs is there' : `${missing} missing for the loop`;
  picker.placeholder = 'Enter copies what a row says';
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = [
    ...rowsOf('This machine', checks, 'here'),
    ...rowsOf(choice.text, checks, 'target'),
  ];
  picker.onDidAccept(() => {
    const [row] = picker.selectedItems;
    if (row) void vscode.env.clipboard.writeText(row.detail ?? row.description ?? row.label);
    picker.hide();
  });
  await new Promise<void>((hidden) => {
    picker.onDidHide(() => {
      hidden();
    });
    picker.show();
  });
  picker.dispose();
}

const ICONS: Readonly<Record<Check['status'], string>> = {
  ok: '$(pass)',
  warning: '$(warning)',
  missing: '$(error)',
  unknown: '$(question)',
};

function rowsOf(
  title: string,
  checks: readonly Check[],
  where: Check['where'],
): readonly vscode.QuickPickItem[] {
  const rows = checks
    .filter((check) => check.where === where)
    .map(({ name, status, detail, nextStep }) => ({
      label: `${ICONS[status]} ${name}`,
      description: detail,
      ...(nextStep === null ? {} : { detail: nextStep }),
    }));
  const heading = { label: title, kind: vscode.QuickPickItemKind.Separator };
  return rows.length === 0 ? [] : [heading, ...rows];
}
