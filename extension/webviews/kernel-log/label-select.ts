import type { LogSubject } from '../../contracts/kernel-log-messages';
import { element } from '../kit/element';
import type { LogFilter } from './row-filter';

const WORDS: Readonly<Record<LogSubject, readonly [string, string, string]>> = {
  'kernel-log': ['Subject of rows', 'All records', 'sched_ext only'],
  'bpf-output': ['Programs shown', 'All programs', 'Known programs'],
};

export const option = (value: string, text: string) =>
  element('option', { text, attributes: { value } });

/** Which kind of record, or which program, is shown. */
export function createLabelSelect() {
  const select = element('select');
  return {
    select,
    get chosen(): LogFilter['label'] {
      const { value } = select;
      return value === 'all' || value === 'any' ? value : Number(value);
    },
    /** The choice stays while there is one of its place. */
    show(subject: LogSubject, labels: readonly string[]): void {
      const [what, all, any] = WORDS[subject];
      select.setAttribute('aria-label', what);
      const chosen = select.value;
      const named = labels.map((name, index) => option(String(index), name));
      select.replaceChildren(option('all', all), option('any', any), ...named);
      select.value = chosen === '' ? 'all' : chosen;
      if (select.value === '') select.value = 'all';
    },
  };
}
