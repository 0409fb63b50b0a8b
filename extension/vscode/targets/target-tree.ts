import * as vscode from 'vscode';
import type { KnownTarget, TargetOrigin } from '../../workflows/known-targets';
import type { Session } from '../session/session';
import { targetItem } from './target-item';
import type { TargetSurveys } from './target-surveys';

/** Rows that are looked at when they are shown: the ssh configuration may name half a company. */
export type TargetNode =
  | { readonly kind: 'target'; readonly known: KnownTarget }
  | { readonly kind: 'ssh-config'; readonly count: number };

const FIRST: readonly TargetOrigin[] = ['chosen', 'added', 'machine', 'lab'];

/** The active target, those of the user, this machine and labs; below them the ssh configuration's hosts. */
export class TargetTree implements vscode.TreeDataProvider<TargetNode> {
  readonly #session: Pick<Session, 'choice'>;
  readonly #surveys: TargetSurveys;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(session: Pick<Session, 'choice'>, surveys: TargetSurveys) {
    this.#session = session;
    this.#surveys = surveys;
  }

  redraw(): void {
    this.#changed.fire();
  }

  getChildren(node?: TargetNode): TargetNode[] {
    const { known } = this.#surveys;
    const named = known.filter(({ origin }) => origin === 'ssh-config');
    const rows = (targets: readonly KnownTarget[]) =>
      targets.map((one): TargetNode => ({ kind: 'target', known: one }));
    if (node?.kind === 'target') return [];
    if (node?.kind === 'ssh-config') return rows(named);
    const active = known.filter((one) => this.#isActive(one));
    const others = FIRST.flatMap((origin) => known.filter((one) => one.origin === origin));
    const own = [...new Set([...active, ...others])];
    const group: TargetNode[] =
      named.length === 0 ? [] : [{ kind: 'ssh-config', count: named.length }];
    return [...rows(own), ...group];
  }

  getTreeItem(node: TargetNode): vscode.TreeItem {
    if (node.kind === 'target') {
      const { known } = node;
      return targetItem(known, this.#surveys.of(known.target), this.#isActive(known));
    }
    const item = new vscode.TreeItem(
      'Hosts of the ssh configuration',
      vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.id = node.kind;
    item.description = String(node.count);
    item.iconPath = new vscode.ThemeIcon('book');
    item.contextValue = 'group';
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #isActive({ target }: KnownTarget): boolean {
    return target.id === this.#session.choice.target?.id;
  }
}
