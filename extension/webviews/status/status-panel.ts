import type { PanelAction } from '../../contracts/panel';
import { createButtonRow } from '../kit/buttons';
import { element, icon, setText } from '../kit/element';
import { createFigureTable } from '../kit/figure-table';
import type { StatusModel } from './status-model';

const TONE_ICONS: Readonly<Record<StatusModel['tone'], string>> = {
  running: 'play-circle',
  quiet: 'circle-outline',
  busy: 'sync codicon-modifier-spin',
  lost: 'debug-disconnect',
};

/** The panel's elements, made once, around its charts; `show` changes only what differs. */
export function createStatusPanel(
  root: HTMLElement,
  charts: HTMLElement,
  onAction: (action: PanelAction) => void,
) {
  const tone = element('span', { className: 'tone' });
  const title = element('h1', { attributes: { id: 'title' } });
  const place = element('p', { className: 'place' });
  const text = element('p', { className: 'text' });
  const age = element('p', { className: 'age', attributes: { role: 'status' } });
  const buttons = createButtonRow(onAction);
  const facts = createFacts();
  const tables = createTables();
  const heading = element('div', { className: 'heading', children: [tone, title] });
  const state = element('div', {
    attributes: { role: 'status', 'aria-live': 'polite' },
    children: [heading, text],
  });
  const { costs, events, subs, caps, cpus, pressure } = tables;
  costs.table.classList.add('costs');
  root.append(place, state, age, buttons.row, facts.list);
  root.append(costs.table, events.table, charts, subs.table, caps.table);
  root.append(cpus.table, pressure.table);
  return {
    show(model: StatusModel): void {
      if (root.dataset['tone'] !== model.tone) {
        root.dataset['tone'] = model.tone;
        tone.replaceChildren(icon(TONE_ICONS[model.tone]));
      }
      root.toggleAttribute('data-old', model.age !== '');
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
      for (const name of TABLES) tables[name].show(model[name]);
    },
  };
}

const TABLES = ['costs', 'events', 'subs', 'caps', 'cpus', 'pressure'] as const;

function createTables() {
  return {
    costs: createFigureTable('Callback cost', [
      'Callback',
      'Calls',
      'Average',
      'Total',
      'Of a CPU',
    ]),
    subs: createFigureTable('Sub-schedulers', ['Scheduler', 'Control group id']),
    caps: createFigureTable('Capabilities', ['Capability', 'CPUs']),
    cpus: createFigureTable('CPUs', ['CPU', 'Busy', 'Idle', 'Tasks waited']),
    pressure: createFigureTable('Pressure', ['Tasks held up', 'Of the time']),
    events: createFigureTable('Event counters', ['Event', 'Count', 'Rate']),
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
