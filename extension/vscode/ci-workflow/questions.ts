import * as vscode from 'vscode';
import { isCiKernel, kernelsOfCiWorkflow } from '../../core/scaffold/ci-workflow';
import { NEWEST_KERNEL } from '../../core/sched-ext/target-name';
import { setting } from '../api/settings';
import type { Session } from '../session/session';

/** The folder of the workspace that is meant; undefined when nothing was picked. */
export async function askFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const { workspaceFolders = [] } = vscode.workspace;
  if (workspaceFolders.length < 2) return workspaceFolders[0];
  return vscode.window.showWorkspaceFolderPick({ placeHolder: 'Which project?' });
}

/** Offered always; 6.12 is the oldest with sched_ext. */
const USUAL = ['6.12', '6.16', '6.18', NEWEST_KERNEL];

/** Ticked: those of the workflow that is there, else the kernel of the chosen lab, else the newest. */
export async function askKernels(
  { choice }: Session,
  before: string | null,
): Promise<readonly string[] | null> {
  const written = kernelsOfCiWorkflow(before ?? '');
  const lab = choice.target?.kind === 'lab' ? choice.target.kernel : NEWEST_KERNEL;
  const ofTarget = isCiKernel(lab) ? lab : NEWEST_KERNEL;
  const ticked = written.length > 0 ? written : [ofTarget];
  const rows = [...new Set([...USUAL, ...ticked])].map((kernel) => ({
    label: kernel === NEWEST_KERNEL ? 'Newest' : `Linux ${kernel}`,
    description: DESCRIPTIONS[kernel] ?? '',
    picked: ticked.includes(kernel),
    kernel,
  }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: 'Add CI Workflow (1/2): kernels',
    placeHolder: 'Every scheduler is built and verified on each of them',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked === undefined || picked.length === 0 ? null : picked.map(({ kernel }) => kernel);
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  '6.12': 'long-term; built from source in the first run, some minutes',
  [NEWEST_KERNEL]: 'the newest that Debian has on the day of the run',
};

interface Loading {
  /** null: schedulers are not loaded. */
  readonly seconds: number | null;
}

/** null when nothing was picked. */
export async function askLoading(): Promise<Loading | null> {
  const seconds = setting('trialSeconds');
  const rows = [
    { label: 'Build and verify', description: 'nothing is loaded', seconds: null },
    {
      label: `Build, verify, and load for ${seconds} s`,
      description: 'fails when the kernel throws a scheduler out',
      seconds,
    },
  ];
  const picked = await vscode.window.showQuickPick(rows, {
    title: 'Add CI Workflow (2/2): steps',
    placeHolder: 'What to do with each scheduler',
    ignoreFocusOut: true,
  });
  return picked ?? null;
}
