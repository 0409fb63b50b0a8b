import type { ExtensionContext } from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { dumpNow } from '../../workflows/observe/dump-now';
import { withCancellableProgress } from '../api/progress';
import { reported } from '../session/report';
import type { Session } from '../session/session';
import { ReportEditor } from './report-editor';
import { openReport, saveReport } from './report-files';

/** Why a scheduler stopped, and how one that runs is: the report, its folder, and `SCX: Dump Now`. */
export function registerExitReport(session: Session, { extensionUri }: ExtensionContext): void {
  const editor = new ReportEditor(extensionUri, (kept) => void saveReport(session, kept));
  session.owned.add(
    editor,
    session.commands.register(COMMANDS.showReport, () => {
      const { last } = session.reports;
      if (last === null) sayNone(session);
      else editor.showEnd(last);
    }),
    session.commands.register(COMMANDS.saveReport, async () => {
      const kept = editor.visible ?? session.reports.last;
      if (kept === null) sayNone(session);
      else await saveReport(session, kept);
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

function sayNone({ notifications }: Session): void {
  notifications.info(
    'There is no report yet: one is made when the kernel throws a scheduler of this window out, or refuses it.',
    { title: 'Open Report…', command: COMMANDS.openReport },
  );
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
