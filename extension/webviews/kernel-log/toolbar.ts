import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { LogSubject } from '../../contracts/kernel-log-messages';
import { element, icon, setText } from '../kit/element';
import { createLabelSelect, option } from './label-select';
import { ALL_ROWS, type LogFilter } from './row-filter';
import { LEVEL_NAMES } from './row-text';

export interface ToolbarOptions {
  readonly onFilter: (filter: LogFilter) => void;
  readonly onPause: (paused: boolean) => void;
  readonly onCopy: () => void;
  /** Stands between the filter and the count. */
  readonly findParts: readonly HTMLElement[];
}

/** Filter, level, kind or program, search, pause and copy above the log. */
export function createToolbar(options: ToolbarOptions) {
  const text = element('vscode-textfield', {
    attributes: { placeholder: 'Filter', type: 'search', label: 'Filter' },
  });
  const level = levelSelect();
  const label = createLabelSelect();
  const count = element('span', { className: 'count', attributes: { role: 'status' } });
  const pause = toolButton('debug-pause', 'Pause');
  const copy = toolButton('copy', 'Copy the selection, or all that is shown');
  pause.append('Pause');
  const changed = () => {
    options.onFilter({
      text: text.value,
      maxLevel: Number(level.value),
      label: label.chosen,
    });
  };
  text.addEventListener('input', changed);
  level.addEventListener('change', changed);
  label.select.addEventListener('change', changed);
  pause.addEventListener('click', () => {
    options.onPause(pause.getAttribute('aria-pressed') !== 'true');
  });
  copy.addEventListener('click', options.onCopy);
  return {
    bar: element('div', {
      className: 'toolbar',
      attributes: { role: 'toolbar', 'aria-label': 'Log' },
      children: [text, level, label.select, ...options.findParts, count, pause, copy],
    }),
    showLabels(subject: LogSubject, labels: readonly string[]): void {
      level.hidden = subject === 'bpf-output';
      label.show(subject, labels);
    },
    showCount(words: string): void {
      setText(count, words);
    },
    showPaused(paused: boolean): void {
      pause.setAttribute('aria-pressed', String(paused));
      pause.title = paused
        ? 'The list stands still; new rows are kept. Click to go to the newest'
        : 'The list goes with the newest rows. Click to let it stand still';
    },
  };
}

/** From the worst level down; each shows its own and all worse ones. */
function levelSelect(): HTMLSelectElement {
  const select = element('select', {
    attributes: { 'aria-label': 'Levels shown' },
    children: LEVEL_NAMES.map((name, level) =>
      option(String(level), level === ALL_ROWS.maxLevel ? 'All levels' : `${name} and worse`),
    ).slice(3),
  });
  select.value = String(ALL_ROWS.maxLevel);
  return select;
}

function toolButton(name: string, title: string): HTMLButtonElement {
  return element('button', {
    className: 'tool',
    attributes: { type: 'button', title, 'aria-label': title },
    children: [icon(name)],
  });
}
