import '@vscode-elements/elements/dist/vscode-button/index.js';
import { element, icon, setText } from '../kit/element';
import {
  COLUMNS,
  type Column,
  type ModelRow,
  type Sorting,
  type Tone,
  type VerifyMatrixModel,
} from './verify-matrix-model';

export interface VerifyMatrixPanelOptions {
  readonly onRunAgain: () => void;
  readonly onCopy: () => void;
  readonly onOpen: (target: string) => void;
  readonly onSort: (column: Column) => void;
}

const ICONS: Readonly<Record<Tone, string>> = {
  waiting: 'sync codicon-modifier-spin',
  passed: 'pass',
  refused: 'error',
  unreached: 'debug-disconnect',
};

/** The table: head and buttons are made once, a row anew only when it changes. */
export function createVerifyMatrixPanel(root: HTMLElement, options: VerifyMatrixPanelOptions) {
  const title = element('h1');
  const summary = element('p', { className: 'summary', attributes: { role: 'status' } });
  const again = button('Verify Again', 'refresh', options.onRunAgain);
  const copy = button('Copy as Markdown', 'copy', options.onCopy);
  copy.setAttribute('secondary', '');
  const heads = COLUMNS.map(({ key, title: text }) => headCell(key, text, options));
  const body = element('tbody');
  const table = element('table', {
    attributes: { 'aria-label': 'Targets and their verdicts' },
    children: [
      element('thead', { children: [element('tr', { children: heads.map(({ cell }) => cell) })] }),
      body,
    ],
  });
  root.append(
    title,
    summary,
    element('div', { className: 'buttons', children: [again, copy] }),
    element('div', { className: 'scroll', children: [table] }),
  );
  const shown = new Map<string, { readonly key: string; readonly row: HTMLElement }>();
  const rowOf = (row: ModelRow): HTMLElement => {
    const key = JSON.stringify(row);
    const known = shown.get(row.target);
    if (known?.key === key) return known.row;
    const made = rowElement(row, options);
    shown.set(row.target, { key, row: made });
    return made;
  };
  return {
    show(model: VerifyMatrixModel, sorting: Sorting | null): void {
      setText(title, model.title);
      setText(summary, model.summary);
      for (const one of [again, copy]) setDisabled(one, model.isBusy || model.rows.length === 0);
      table.hidden = model.rows.length === 0;
      table.setAttribute('aria-busy', String(model.isBusy));
      for (const head of heads) head.show(sorting);
      place(body, model.rows.map(rowOf));
    },
  };
}

/** Moves only what is not where it belongs: the focus stays with its row. */
function place(body: HTMLElement, rows: readonly HTMLElement[]): void {
  for (const [index, row] of rows.entries()) {
    const there = body.children[index];
    if (there !== row) body.insertBefore(row, there ?? null);
  }
  while (body.children.length > rows.length) body.lastElementChild?.remove();
}

function button(label: string, iconName: string, onClick: () => void): HTMLElement {
  const made = element('vscode-button', { text: label, attributes: { icon: iconName } });
  made.addEventListener('click', onClick);
  return made;
}

/** The element only looks disabled: screen readers are told here. */
function setDisabled(made: HTMLElement, isDisabled: boolean): void {
  made.toggleAttribute('disabled', isDisabled);
  made.setAttribute('aria-disabled', String(isDisabled));
}

function headCell(column: Column, text: string, { onSort }: VerifyMatrixPanelOptions) {
  const mark = element('span', { className: 'mark', attributes: { 'aria-hidden': 'true' } });
  const sort = element('button', {
    className: 'sort',
    attributes: { type: 'button' },
    children: [element('span', { text }), mark],
  });
  sort.addEventListener('click', () => {
    onSort(column);
  });
  const cell = element('th', {
    className: column,
    attributes: { scope: 'col' },
    children: [sort],
  });
  return {
    cell,
    show(sorting: Sorting | null): void {
      const order = sorting?.descending === true ? 'descending' : 'ascending';
      const isSorted = sorting?.column === column;
      cell.setAttribute('aria-sort', isSorted ? order : 'none');
      mark.className = isSorted ? `mark codicon codicon-chevron-${SIGNS[order]}` : 'mark';
    },
  };
}

const SIGNS = { ascending: 'up', descending: 'down' } as const;

function rowElement(row: ModelRow, options: VerifyMatrixPanelOptions): HTMLElement {
  return element('tr', {
    className: row.tone,
    children: [
      element('th', { className: 'target', text: row.target, attributes: { scope: 'row' } }),
      element('td', { className: 'kernel', text: row.kernel }),
      element('td', {
        className: 'verdict',
        children: [icon(ICONS[row.tone]), element('span', { text: row.verdict })],
      }),
      element('td', { className: 'instructions', text: row.instructions }),
      element('td', { className: 'finding', children: findingElements(row, options) }),
    ],
  });
}

function findingElements(
  row: ModelRow,
  { onOpen }: VerifyMatrixPanelOptions,
): readonly (Node | string)[] {
  const words = element('span', { className: 'words', text: row.words });
  if (row.code === '') {
    return row.nextStep === ''
      ? [words]
      : [words, element('p', { className: 'step', text: row.nextStep })];
  }
  const code = element('span', { className: 'code', text: row.code });
  // A space each, for who copies the row or has it read aloud.
  if (row.place === '') return [words, ' ', code];
  const link = element('button', {
    className: 'place',
    text: row.place,
    attributes: { type: 'button', title: `Show ${row.place}` },
  });
  link.addEventListener('click', () => {
    onOpen(row.target);
  });
  return [words, ' ', code, ' ', link];
}
