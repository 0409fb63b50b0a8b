import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { PanelAction } from '../../contracts/panel';
import { element } from '../kit/element';
import { createFigureTable } from '../kit/figure-table';
import { createDumpSection } from './dump-section';
import type { PlacedText, ReportModel } from './report-model';

export interface ReportPanelOptions {
  readonly onAction: (action: PanelAction) => void;
  readonly onOpen: (key: string) => void;
}

/** The whole page, made anew for each report. */
export function showReport(
  root: HTMLElement,
  model: ReportModel,
  options: ReportPanelOptions,
): void {
  root.replaceChildren(
    ...head(model, options),
    ...whySection(model, options),
    ...listSection('Backtrace', model.backtrace, options),
    ...createDumpSection(model),
    ...eventSection(model),
    ...textSection('Kernel log', model.log),
    ...textSection('Output', model.output),
    ...factSection(model),
  );
}

function head(model: ReportModel, { onAction }: ReportPanelOptions): readonly HTMLElement[] {
  const buttons: readonly (readonly [string, string, PanelAction])[] = model.isSaved
    ? [
        ['Save Report…', 'save', 'saveReport'],
        ['Show Kernel Log', 'output', 'showKernelLog'],
      ]
    : [['Dump Again', 'refresh', 'dumpNow']];
  return [
    element('h1', { text: model.title }),
    element('p', { className: 'summary', text: model.summary, attributes: { role: 'status' } }),
    ...(model.said === ''
      ? []
      : [element('pre', { className: 'said', text: model.said, attributes: { tabindex: '0' } })]),
    element('div', {
      className: 'buttons',
      children: buttons.map(([label, icon, action], index) => {
        const made = element('vscode-button', {
          text: label,
          attributes: { icon, ...(index > 0 ? { secondary: '' } : {}) },
        });
        made.addEventListener('click', () => {
          onAction(action);
        });
        return made;
      }),
    }),
  ];
}

function whySection(model: ReportModel, options: ReportPanelOptions): readonly HTMLElement[] {
  const texts = [model.stalled, model.explanation, model.suggestion].filter((text) => text !== '');
  const placed = model.findings.filter(({ place }) => place !== '');
  if (texts.length === 0 && placed.length === 0) return [];
  return [
    section('Why', [
      ...texts.map((text) => element('p', { text })),
      ...(placed.length === 0 ? [] : [placedList(placed, options)]),
    ]),
  ];
}

function listSection(
  title: string,
  rows: readonly PlacedText[],
  options: ReportPanelOptions,
): readonly HTMLElement[] {
  return rows.length === 0 ? [] : [section(title, [placedList(rows, options)])];
}

function placedList(rows: readonly PlacedText[], { onOpen }: ReportPanelOptions): HTMLElement {
  return element('ol', {
    className: 'placed',
    children: rows.map(({ text, place, key, code }) => {
      const item = element('li', { children: [element('span', { className: 'words', text })] });
      if (place === '') return item;
      const link = element('button', {
        className: 'place',
        text: place,
        attributes: { type: 'button', title: `Show ${place}` },
      });
      link.addEventListener('click', () => {
        onOpen(key);
      });
      item.append(' ', link);
      if (code !== '') item.append(element('code', { text: code }));
      return item;
    }),
  });
}

function eventSection({ events }: ReportModel): readonly HTMLElement[] {
  if (events.length === 0) return [];
  const table = createFigureTable('Event counters at the end', ['Event', 'Count']);
  table.show(
    events.map(([name, count, details]) => ({
      key: name,
      label: name,
      cells: [count],
      isQuiet: count === '0',
      details,
    })),
  );
  return [section('', [table.table])];
}

function textSection(title: string, text: string): readonly HTMLElement[] {
  if (text === '') return [];
  const details = element('details', {
    children: [
      element('summary', { text: title }),
      element('pre', { text, attributes: { tabindex: '0' } }),
    ],
  });
  return [element('section', { children: [details] })];
}

function factSection({ facts }: ReportModel): readonly HTMLElement[] {
  if (facts.length === 0) return [];
  const rows = facts.flatMap(([name, value]) => [
    element('dt', { text: name }),
    element('dd', { text: value }),
  ]);
  return [section('Facts', [element('dl', { children: rows })])];
}

function section(title: string, children: readonly Node[]): HTMLElement {
  const heading = title === '' ? [] : [element('h2', { text: title })];
  return element('section', { children: [...heading, ...children] });
}
