import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { TREE_ITEMS } from '../../contracts/views';
import type { ProgramVerdict } from '../../core/verifier/verdict';
import { findingsOf } from '../session/results';
import { countOf, hasErrors } from '../session/report';
import { baseName, findSchedulers } from '../session/scheduler-sources';
import type { Session } from '../session/session';

export type TreeNode =
  | { readonly kind: 'scheduler'; readonly source: string }
  | { readonly kind: 'program'; readonly source: string; readonly program: ProgramVerdict };

type Shared = Pick<Session, 'results' | 'run' | 'activities'>;

/** The schedulers of the workspace, and below each the programs of its last verdict. */
export class SchedulerTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #session: Shared;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(session: Shared) {
    this.#session = session;
  }

  refresh(): void {
    this.#changed.fire();
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) {
      const sources = await findSchedulers();
      return sources.map((source) => ({ kind: 'scheduler', source }));
    }
    if (node.kind === 'program') return [];
    const programs = this.#session.results.of(node.source)?.verified?.verdict.programs ?? [];
    return programs.map((program) => ({ kind: 'program', source: node.source, program }));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'scheduler':
        return schedulerItem(this.#session, node.source);
      case 'program':
        return programItem(node.source, node.program);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

interface Look {
  readonly icon: string;
  readonly color?: string;
  readonly words: string;
}

function schedulerItem(session: Shared, source: string): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const programs = session.results.of(source)?.verified?.verdict.programs ?? [];
  const item = new vscode.TreeItem(baseName(source), programs.length > 0 ? Collapsed : None);
  const look = lookOf(session, source);
  const place = vscode.workspace.asRelativePath(source);
  const folder = place.slice(0, -baseName(source).length).replace(/[\\/]$/, '');
  item.id = source;
  item.description = [look.words, folder].filter((part) => part !== '').join(' · ');
  item.tooltip = [source, look.words].filter((part) => part !== '').join('\n');
  item.iconPath = iconOf(look);
  item.contextValue = session.run.loaded?.source === source ? TREE_ITEMS.loaded : TREE_ITEMS.idle;
  item.command = { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.file(source)] };
  return item;
}

function lookOf({ results, run, activities }: Shared, source: string): Look {
  const stage = activities.stageOf(source);
  if (stage !== null) return { icon: 'sync~spin', words: stage };
  if (run.loaded?.source === source) {
    return { icon: 'play-circle', color: 'testing.iconPassed', words: `on ${run.loaded.targetId}` };
  }
  const result = results.of(source);
  if (result === null) return { icon: 'circuit-board', words: '' };
  const findings = findingsOf(result);
  if (hasErrors(findings)) {
    return { icon: 'error', color: 'testing.iconFailed', words: countOf(findings) };
  }
  const kernels =
    result.matrix?.kernels ?? (result.verified === null ? [] : [result.verified.kernel]);
  if (kernels.length === 0) return { icon: 'circuit-board', words: 'built' };
  return { icon: 'pass', color: 'testing.iconPassed', words: `passes on ${kernels.join(', ')}` };
}

function iconOf({ icon, color }: Look): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

const PROGRAM_LOOKS: Readonly<Record<ProgramVerdict['verdict'], Look>> = {
  passed: { icon: 'pass', color: 'testing.iconPassed', words: 'passed' },
  failed: { icon: 'error', color: 'testing.iconFailed', words: 'failed' },
  unchecked: { icon: 'circle-outline', words: 'not checked' },
};

function programItem(source: string, program: ProgramVerdict): vscode.TreeItem {
  const item = new vscode.TreeItem(program.name);
  const look = PROGRAM_LOOKS[program.verdict];
  const { instructions, stackBytes } = program;
  const words = [
    ...(instructions === null
      ? [look.words]
      : [`${instructions.toLocaleString('en')} instructions`]),
    ...(stackBytes === null ? [] : [`${stackBytes.toLocaleString('en')} B stack`]),
  ];
  item.id = `${source}#${program.name}`;
  item.description = words.join(' · ');
  item.iconPath = iconOf(look);
  item.contextValue = TREE_ITEMS.program;
  item.command = {
    title: 'Show Instruction Trace',
    command: COMMANDS.showTrace,
    arguments: [{ source, program: program.name }],
  };
  return item;
}
