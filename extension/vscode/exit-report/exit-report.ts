import type { ExtensionContext } from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { ok } from '../../core/findings/problem';
import { dumpNow } from '../../workflows/observe/dump-now';
import { lastEnd } from '../../workflows/observe/last-end';
import { withCancellableProgress } from '../api/progress';
import type { KeptReport } from '../session/exit-reports';
import { reported } from '../session/report';
import type { Session } from '../session/session';
import { EndsOfOthers } from './ends-of-others';
import { ReportEditor } from './report-editor';
import { openReport, saveReport } from './report-files';

/** Why a scheduler stopped, and how one that runs is: the report, its folder, and `SCX: Dump Now`. */
export function registerExitReport(session: Session, { extensionUri }: ExtensionContext): void {
  const editor = new ReportEditor(extensionUri, (kept) => void saveReport(session, kept));
  session.owned.add(
    editor,
    new EndsOfOthers(session),
    session.commands.register(COMMANDS.showReport, async () => {
      const kept = session.reports.last ?? (await askTarget(session));
      if (kept !== null) editor.showEnd(kept);
    }),
    session.commands.register(COMMANDS.saveReport, async () => {
      const kept = editor.visible ?? session.reports.last ?? (await askTarget(session));
      if (kept !== null) await saveReport(session, kept);
    }),
    session.commands.register(COMMANDS.openReport, async () => {
      const report = await openReport(session);
      if (report === null) return;
      const kept = { report, object: null };
      session.reports.add(kept);
      editor.showEnd(kept);
    }),
    session.commands.register(COMMANDS.dumpNow, () => showDump(session, editor)),
  );
}

/** Of a scheduler that this window did not load, the kernel log of the chosen target tells. */
async function askTarget(session: Session): Promise<KeptReport | null> {
  const asked = await withCancellableProgress(
    'Reading why the last scheduler ended',
    async (progress) => {
      const connected = await session.connection.connect(progress);
      if (connected.kind !== 'ok') return connected;
      const { host } = connected.value;
      const report = await lastEnd(host, progress.signal);
      return report.kind === 'ok' ? ok({ report: report.value, target: host.target.id }) : report;
    },
  );
  if (!reported(session, asked)) return null;
  const { report, target } = asked.value;
  if (report !== null) return { report, object: null };
  session.notifications.info(`No scheduler has ended on ${target} since its kernel log begins.`, {
    title: 'Open Report…',
    command: COMMANDS.openReport,
  });
  return null;
}

async function showDump(session: Session, editor: ReportEditor): Promise<void> {
  const taken = await withCancellableProgress('Taking a dump', async (progress) => {
    const connected = await session.connection.connect(progress);
    if (connected.kind !== 'ok') return connected;
    const { host } = connected.value;
    const outcome = await dumpNow(host, progress);
    if (outcome.kind !== 'ok') return outcome;
    return { kind: 'ok', value: { ...outcome.value, target: host.target.id } } as const;
  });
  if (!reported(session, taken)) return;
  const { text, lostLines, target, ops } = taken.value;
  const takenAt = new Date().toISOString();
  editor.showState({ target, ops, takenAt, dumpText: text, lostLines });
}
