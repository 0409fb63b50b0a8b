import type { PanelAction } from '../../contracts/panel';
import { createButtonRow } from '../kit/buttons';
import { element, icon, setText } from '../kit/element';
import type { EventRow, StatusModel } from './status-model';

const TONE_ICONS: Readonly<Record<StatusModel['tone'], string>> = {
  running: 'play-circle',
  quiet: 'circle-outline',
  busy: 'sync codicon-modifier-spin',
  lost: 'debug-disconnect',
};

/** The panel's elements, made once; `show` changes only what differs. */
export function createStatusPanel(root: HTMLElement, onAction: (action: PanelAction) => void) {
  const tone = element('span', { className: 'tone' });
  const title = element('h1', { attributes: { id: 'title' } });
  const place = element('p', { className: 'place' });
  const text = element('p', { className: 'text' });
  const age = element('p', { className: 'age', attributes: { role: 'status' } });
  const buttons = createButtonRow(onAction);
  const facts = createFacts();
  const events = createEvents();
  const heading = element('div', { className: 'heading', children: [tone, title] });
  const state = element('div', {
    attributes: { role: 'status', 'aria-live': 'polite' },
    children: [heading, text],
  });
  root.append(place, state, age, buttons.row, facts.list, events.table);
  return {
    show(model: StatusModel): void {
      if (root.dataset['tone'] !== model.tone) {
        root.dataset['tone'] = model.tone;
        tone.replaceChildren(icon(TONE_ICONS[model.tone]));
      }
      setText(title, model.title);
      for (const [target, words] of [
        [place, model.place],
        [text, model.text],
        [age, model.age],
      ] as const) {
        setText(target, words);
        target.hidden = words === '';
      }
      buttons.show(model.buttons);
      facts.show(model.facts);
      events.show(model.events);
    },
  };
}

function createFacts() {
  const list = element('dl', {
    className: 'facts',
    attributes: { 'aria-label': 'Scheduler state' },
  });
  let labels = '';
  let values: readonly HTMLElement[] = [];
  return {
    list,
    show(facts: StatusModel['facts']): void {
      const wanted = facts.map(([label]) => label).join('\n');
      if (wanted !== labels) {
        labels = wanted;
        values = facts.map(() => element('dd'));
        list.replaceChildren(
          ...facts.flatMap(([label], at) => {
            const value = values[at];
            return value ? [element('dt', { text: label }), value] : [];
          }),
        );
      }
      list.hidden = facts.length === 0;
      for (const [at, value] of values.entries()) setText(value, facts[at]?.[1] ?? '');
    },
  };
}

interface EventCells {
  readonly row: HTMLElement;
  readonly count: HTMLElement;
  readonly rate: HTMLElement;
}

function createEvents() {
  const body = element('tbody');
  const head = element('tr', {
    children: ['Event', 'Count', 'Rate'].map((text) =>
      element('th', { text, attributes: { scope: 'col' } }),
    ),
  });
  const table = element('table', {
    className: 'events',
    children: [
      element('caption', { text: 'Event counters' }),
      element('thead', { children: [head] }),
      body,
    ],
  });
  let names = '';
  let cells: readonly EventCells[] = [];
  return {
    table,
    show(events: readonly EventRow[]): void {
      const wanted = events.map(({ name }) => name).join('\n');
      if (wanted !== names) {
        names = wanted;
        cells = events.map(eventCells);
        body.replaceChildren(...cells.map(({ row }) => row));
      }
      table.hidden = events.length === 0;
      for (const [at, { row, count, rate }] of cells.entries()) {
        const event = events[at];
        if (!event) continue;
        row.classList.toggle('zero', event.isZero);
        setText(count, event.count);
        setText(rate, event.rate);
      }
    },
  };
}

function eventCells({ name }: EventRow): EventCells {
  const count = element('td');
  const rate = element('td');
  const label = element('th', { text: name, attributes: { scope: 'row', title: name } });
  return { row: element('tr', { children: [label, count, rate] }), count, rate };
}
