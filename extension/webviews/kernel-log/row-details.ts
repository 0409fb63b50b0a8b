import type { LogSubject } from '../../contracts/kernel-log-messages';
import type { SourceReference } from '../../contracts/source-reference';
import { element, icon, setText } from '../kit/element';
import { knownReferences, type RowLook } from './log-row';
import type { LogRow } from './row-store';
import { LEVEL_NAMES, partsOf, timeText } from './row-text';

export interface RowDetailsOptions {
  readonly onOpen: (reference: SourceReference) => void;
  readonly onClose: () => void;
}

/** All of one row, wrapped, under the list: what was cut, and its links for the keyboard. */
export function createRowDetails({ onOpen, onClose }: RowDetailsOptions) {
  const head = element('span', { className: 'details-head' });
  const text = element('p', { className: 'details-text', attributes: { tabindex: '0' } });
  const links = element('div', { className: 'details-links' });
  const close = element('button', {
    className: 'tool',
    attributes: { type: 'button', title: 'Close (Escape)', 'aria-label': 'Close the details' },
    children: [icon('close')],
  });
  close.addEventListener('click', onClose);
  const bar = element('div', { className: 'details-bar', children: [head, close] });
  const box = element('section', {
    className: 'details',
    attributes: { 'aria-label': 'Details of the row' },
    children: [bar, text, links],
  });
  box.hidden = true;
  return {
    box,
    get isShown() {
      return !box.hidden;
    },
    hide(): void {
      box.hidden = true;
    },
    show(row: LogRow, look: RowLook): void {
      box.hidden = false;
      setText(head, headOf(row, look));
      setText(text, partsOf(row.text, look.subject)[1]);
      links.replaceChildren(
        ...referencesOf(row, look).map(({ words, reference }) =>
          linkButton(words, () => {
            onOpen(reference);
          }),
        ),
      );
      links.hidden = links.childElementCount === 0;
    },
  };
}

function headOf(row: LogRow, { subject, labels }: RowLook): string {
  const label = row.label === null ? '' : (labels[row.label] ?? '');
  const [task] = partsOf(row.text, subject);
  const level = row.level === null ? '' : (LEVEL_NAMES[row.level] ?? '');
  const time = timeText(row);
  const parts = [
    time === '' ? '' : `${time} s since boot`,
    levelOrTask(subject, level, task),
    label,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

const levelOrTask = (subject: LogSubject, level: string, task: string) =>
  subject === 'bpf-output' ? task : level;

/** What Enter, or a link's button, leads to. */
function referencesOf(
  row: LogRow,
  look: RowLook,
): readonly { readonly words: string; readonly reference: SourceReference }[] {
  const [, text] = partsOf(row.text, look.subject);
  if (look.subject === 'bpf-output') {
    if (row.label === null) return [];
    const words = `bpf_printk() in ${look.labels[row.label] ?? ''}`;
    return [{ words, reference: { kind: 'printed', text } }];
  }
  return knownReferences(text, look).map(({ start, end, reference }) => ({
    words: text.slice(start, end),
    reference,
  }));
}

function linkButton(words: string, onClick: () => void): HTMLElement {
  const button = element('button', {
    className: 'source',
    text: `Open ${words}`,
    attributes: { type: 'button' },
  });
  button.addEventListener('click', onClick);
  return button;
}
