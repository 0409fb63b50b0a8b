import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { DoctorRow } from '../../contracts/doctor-messages';
import { element, icon, setText } from '../kit/element';
import type { DoctorModel, DoctorSection, Tone } from './doctor-model';

export interface DoctorPanelOptions {
  readonly onCheckAgain: () => void;
  /** null: the whole report. */
  readonly onCopy: (command: string | null) => void;
}

const ICONS: Readonly<Record<Tone, string>> = {
  ok: 'pass',
  missing: 'error',
  warning: 'warning',
  unknown: 'question',
  busy: 'sync codicon-modifier-spin',
  empty: 'circle-outline',
};

/** The report: its head is made once, its sections anew when they change. */
export function createDoctorPanel(root: HTMLElement, options: DoctorPanelOptions) {
  const tone = element('span', { className: 'tone' });
  const title = element('h1');
  const summary = element('p', { className: 'summary', attributes: { role: 'status' } });
  const again = button('Check Again', 'refresh', options.onCheckAgain);
  const copy = button('Copy as Text', 'copy', () => {
    options.onCopy(null);
  });
  const body = element('div', { className: 'sections' });
  root.append(
    title,
    element('div', { className: 'verdict', children: [tone, summary] }),
    element('div', { className: 'buttons', children: [again, copy] }),
    body,
  );
  let shown = '';
  return {
    show(model: DoctorModel): void {
      setText(title, model.title);
      if (root.dataset['tone'] !== model.tone) {
        root.dataset['tone'] = model.tone;
        tone.replaceChildren(icon(ICONS[model.tone]));
      }
      setText(summary, model.summary);
      again.toggleAttribute('disabled', model.isBusy);
      copy.toggleAttribute('disabled', model.isBusy || model.sections.length === 0);
      body.setAttribute('aria-busy', String(model.isBusy));
      const key = JSON.stringify(model.sections);
      if (key === shown) return;
      shown = key;
      body.replaceChildren(...model.sections.map((section) => sectionElement(section, options)));
    },
  };
}

function button(label: string, iconName: string, onClick: () => void): HTMLElement {
  const made = element('vscode-button', { text: label, attributes: { icon: iconName } });
  if (iconName === 'copy') made.setAttribute('secondary', '');
  made.addEventListener('click', onClick);
  return made;
}

function sectionElement(
  { title, faults, fine }: DoctorSection,
  options: DoctorPanelOptions,
): HTMLElement {
  return element('section', {
    attributes: { 'aria-label': title },
    children: [
      element('h2', { text: title }),
      ...(faults.length === 0
        ? []
        : [
            element('ul', {
              className: 'faults',
              attributes: { 'aria-label': `What ${title} lacks` },
              children: faults.map((row) => faultElement(row, options)),
            }),
          ]),
      ...(fine.length === 0 ? [] : [fineTable(fine, title)]),
    ],
  });
}

function faultElement(row: DoctorRow, options: DoctorPanelOptions): HTMLElement {
  const { name, status, detail, effect, nextStep, command } = row;
  const head = element('div', {
    className: 'head',
    children: [
      icon(ICONS[status]),
      element('h3', { text: name }),
      element('span', { className: 'status', text: status }),
    ],
  });
  const words = (className: string, text: string | null) =>
    text === null ? [] : [element('p', { className, text })];
  return element('li', {
    className: status,
    children: [
      head,
      ...words('detail', sentence(detail)),
      ...words('effect', effect === null ? null : sentence(effect)),
      ...words('step', nextStep),
      ...(command === null ? [] : [commandElement(command, name, options)]),
    ],
  });
}

/** Details are written to stand behind a name; alone in a line they begin and end as sentences do. */
function sentence(text: string): string {
  const ended = /[.:!?]$/.test(text) ? text : `${text}.`;
  return /^[a-z]+[ :]/.test(ended) ? ended.charAt(0).toUpperCase() + ended.slice(1) : ended;
}

function commandElement(command: string, name: string, options: DoctorPanelOptions): HTMLElement {
  const label = `Copy the command for ${name}`;
  const copy = element('button', {
    className: 'tool',
    attributes: { type: 'button', title: label, 'aria-label': label },
    children: [icon('copy')],
  });
  copy.addEventListener('click', () => {
    options.onCopy(command);
  });
  return element('div', {
    className: 'command',
    children: [element('code', { text: command }), copy],
  });
}

function fineTable(rows: readonly DoctorRow[], title: string): HTMLElement {
  return element('table', {
    attributes: { 'aria-label': `What ${title} has` },
    children: [
      element('tbody', {
        children: rows.map(({ name, detail }) =>
          element('tr', {
            children: [
              element('td', { className: 'mark', children: [icon(ICONS.ok)] }),
              element('th', { text: name, attributes: { scope: 'row' } }),
              element('td', { text: detail }),
            ],
          }),
        ),
      }),
    ],
  });
}
