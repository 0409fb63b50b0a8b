import type * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { SCHED_EXT_KINDS } from '../../contracts/kernel-log-messages';
import { VIEWS } from '../../contracts/views';
import { recognise } from '../../core/kernel-log/sched-ext-event';
import { followKernelLog, LOG_REFUSED } from '../../workflows/observe/kernel-log';
import { LogCursor } from '../../workflows/observe/log-cursor';
import { runCommand } from '../api/commands';
import type { Session } from '../session/session';
import { createBpfOutputPanel } from './bpf-output-view';
import { LogPanel } from './log-panel';
import { createWorkspaceSources } from './workspace-sources';

/** The views Kernel Log and BPF Output: with their history, followed while they are shown. */
export function registerKernelLogView(session: Session, extension: vscode.ExtensionContext): void {
  const { owned, connection, choice, commands } = session;
  const sources = createWorkspaceSources();
  const panels = [
    createKernelLogPanel(session, extension.extensionUri, sources),
    createBpfOutputPanel(session, extension.extensionUri, sources),
  ];
  owned.add(
    sources,
    ...panels,
    connection.onDidChange(() => {
      for (const panel of panels) panel.refresh();
    }),
    choice.onDidChange(() => {
      for (const panel of panels) panel.clear();
    }),
    commands.register(COMMANDS.showKernelLog, () => runCommand('scx.kernelLog.focus')),
    commands.register(COMMANDS.showBpfOutput, () => runCommand('scx.bpfOutput.focus')),
  );
}

function createKernelLogPanel(
  session: Session,
  extensionUri: vscode.Uri,
  sources: ReturnType<typeof createWorkspaceSources>,
): LogPanel {
  let cursor = new LogCursor();
  return new LogPanel(session, {
    view: VIEWS.kernelLog,
    title: 'Kernel log',
    subject: 'kernel-log',
    refusedBy: LOG_REFUSED,
    extensionUri,
    sources,
    onEmpty: () => {
      cursor = new LogCursor();
    },
    start: (host, panel) => {
      if (!cursor.canResume) panel.clear();
      return followKernelLog(host, {
        cursor,
        history: true,
        onReboot: () => {
          panel.rows.remark('The target was started anew: what follows is of this boot');
        },
        onRecord: ({ text, timeMicros, level }, lost) => {
          if (lost > 0) panel.rows.remark(lostWords(lost));
          const kind = recognise({ text })?.kind;
          const label = kind === undefined ? 0 : 1 + SCHED_EXT_KINDS.indexOf(kind);
          panel.rows.add({ text, timeMicros, level, label });
        },
      });
    },
  });
}

function lostWords(count: number): string {
  const what = count === 1 ? 'record is' : 'records are';
  return `${count.toLocaleString('en')} ${what} missing: overwritten before they could be read`;
}
