import type { LogRow } from '../../contracts/kernel-log-messages';
import { element, setText } from '../kit/element';
import { LEVEL_NAMES, timeText, toneOf } from './kernel-log-model';

/** Fills the element of one row: time, level, text, each in a cell that is made once. */
export function fillLogRow(target: HTMLElement, row: LogRow): void {
  if (target.childElementCount === 0) {
    for (const className of ['time', 'level', 'text']) {
      target.append(element('span', { className }));
    }
  }
  const [time, level, text] = target.children as Iterable<Element> as Iterable<HTMLElement>;
  if (!time || !level || !text) return;
  const tone = toneOf(row);
  if (target.dataset['tone'] !== tone) target.dataset['tone'] = tone;
  target.classList.toggle('sched-ext', row.schedExt !== null);
  setText(time, timeText(row));
  setText(level, row.level === null ? '' : (LEVEL_NAMES[row.level] ?? ''));
  setText(text, row.text);
}
