import { element, setText } from '../kit/element';
import type { GroupNode, NodeDetails, TaskNode } from './dump-model';
import { moveByKey } from './tree-keys';

/** Tasks of one processor or queue that are drawn at first, and more at a time: a page of thousands would be slow. */
const PAGE = 200;
/** Begins the key of the row that shows more tasks of a group. */
const MORE = 'more ';

/** The tree of a dump: processors or queues, and their tasks once one is opened. */
export class DumpTree {
  readonly root = element('div', {
    className: 'tree',
    attributes: { role: 'tree', 'aria-label': 'Tasks by processor or queue' },
  });
  readonly #opened = new Set<string>();
  /** Tasks that are drawn, by group. */
  readonly #drawn = new Map<string, number>();
  #nodes: readonly GroupNode[] = [];
  /** Key of the one row that Tab comes to; arrows move between rows. */
  #active = '';

  constructor() {
    this.root.addEventListener('keydown', (event) => {
      const moved = moveByKey(this.root, event.key, (key, isOpen) => {
        this.#toggle(key, isOpen);
      });
      if (moved === null) return;
      event.preventDefault();
      this.#choose(moved)?.focus();
    });
  }

  /** What a search has found is opened. */
  show(nodes: readonly GroupNode[], isSearch: boolean): void {
    this.#nodes = nodes;
    if (isSearch) for (const { key } of nodes) this.#opened.add(key);
    this.#draw();
  }

  #draw(): void {
    this.root.replaceChildren(...this.#nodes.map((node) => this.#groupRow(node)));
    this.#choose(this.#active);
  }

  #choose(key: string): HTMLElement | undefined {
    const rows = [...this.root.querySelectorAll<HTMLElement>('[role=treeitem]')];
    const chosen = rows.find((row) => row.dataset['key'] === key) ?? rows[0];
    for (const row of rows) row.tabIndex = row === chosen ? 0 : -1;
    this.#active = chosen?.dataset['key'] ?? '';
    return chosen;
  }

  #toggle(key: string, isOpen: boolean): void {
    if (key.startsWith(MORE)) {
      this.#showMore(key.slice(MORE.length));
      return;
    }
    if (isOpen) this.#opened.add(key);
    else this.#opened.delete(key);
    this.#draw();
    this.#choose(key)?.focus();
  }

  #groupRow({ key, label, details, tasks }: GroupNode): HTMLElement {
    const count = this.#drawn.get(key) ?? PAGE;
    return this.#branch({ key, label, level: 1, figure: '' }, () => [
      ...detailRows(key, 2, details),
      ...tasks.slice(0, count).map((task) => this.#taskRow(task)),
      ...(tasks.length > count ? [this.#moreRow(key, tasks.length - count)] : []),
    ]);
  }

  #taskRow({ key, label, waitedMs, details }: TaskNode): HTMLElement {
    const figure = `${waitedMs.toLocaleString('en')} ms`;
    return this.#branch({ key, label, level: 2, figure }, () => detailRows(key, 3, details));
  }

  #moreRow(key: string, left: number): HTMLElement {
    const text = `Show ${Math.min(left, PAGE)} more of ${left.toLocaleString('en')}`;
    const row = leaf(`${MORE}${key}`, 2, element('span', { className: 'more', text }));
    row.addEventListener('click', () => {
      this.#showMore(key);
    });
    return row;
  }

  #showMore(key: string): void {
    const count = this.#drawn.get(key) ?? PAGE;
    this.#drawn.set(key, count + PAGE);
    this.#draw();
    const group = this.#nodes.find((node) => node.key === key);
    this.#choose(group?.tasks[count]?.key ?? key)?.focus();
  }

  #branch(parts: Omit<RowParts, 'isOpen'>, inside: () => readonly HTMLElement[]): HTMLElement {
    const isOpen = this.#opened.has(parts.key);
    const row = rowElement({ ...parts, isOpen });
    row.addEventListener('click', () => {
      this.#toggle(parts.key, !isOpen);
    });
    const group = isOpen
      ? [element('div', { attributes: { role: 'group' }, children: inside() })]
      : [];
    const className = `node level-${parts.level}`;
    return element('div', { className, attributes: { role: 'none' }, children: [row, ...group] });
  }
}

interface RowParts {
  readonly key: string;
  readonly label: string;
  readonly level: number;
  readonly isOpen: boolean;
  readonly figure: string;
}

function rowElement({ key, label, level, isOpen, figure }: RowParts): HTMLElement {
  const twistie = element('span', {
    className: `codicon codicon-chevron-${isOpen ? 'down' : 'right'}`,
    attributes: { 'aria-hidden': 'true' },
  });
  const value = element('span', { className: 'figure' });
  setText(value, figure);
  const row = element('div', {
    className: 'head',
    attributes: {
      role: 'treeitem',
      'aria-level': String(level),
      'aria-expanded': String(isOpen),
    },
    children: [twistie, element('span', { className: 'label', text: label }), ' ', value],
  });
  row.dataset['key'] = key;
  return row;
}

/** What stands under a row: one row of its own, or none when nothing is known. */
function detailRows(
  key: string,
  level: number,
  { fields, lines, stack }: NodeDetails,
): readonly HTMLElement[] {
  const rows = fields.flatMap(([name, value]) => [
    element('dt', { text: name }),
    element('dd', { text: value }),
  ]);
  const texts = [lines.join('\n'), stack.join('\n')].filter((text) => text !== '');
  const children = [
    ...(rows.length > 0 ? [element('dl', { children: rows })] : []),
    ...texts.map((text) => element('pre', { text })),
  ];
  if (children.length === 0) return [];
  return [leaf(`${key} details`, level, element('div', { className: 'details', children }))];
}

function leaf(key: string, level: number, inside: HTMLElement): HTMLElement {
  const attributes = { role: 'treeitem', 'aria-level': String(level) };
  const row = element('div', { className: 'leaf', attributes, children: [inside] });
  row.dataset['key'] = key;
  return row;
}
