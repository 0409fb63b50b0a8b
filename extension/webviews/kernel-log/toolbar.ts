import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { element, icon, setText } from '../kit/element';
import { ALL_ROWS, LEVEL_NAMES, type LogFilter } from './kernel-log-model';

export interface ToolbarOptions {
  readonly onFilter: (filter: LogFilter) => void;
  readonly onFollow: (following: boolean) => void;
  readonly onCopy: () => void;
}

/** Filter, level, follow and copy above the log. */
export function createToolbar(options: ToolbarOptions) {
  const text = element('vscode-textfield', {
    attributes: { placeholder: 'Filter', type: 'search' },
  });
  const level = levelSelect();
  const only = element('vscode-checkbox', {
    attributes: { label: 'sched_ext only' },
  });
  const count = element('span', { className: 'count', attributes: { role: 'status' } });
  const follow = toggleButton('arrow-down', 'Follow');
  const copy = toolButton('copy', 'Copy what is shown');
  const changed = () => {
    options.onFilter({
      text: text.value,
      maxLevel: Number(level.value),
      onlySchedExt: only.checked,
    });
  };
  text.addEventListener('input', changed);
  level.addEventListener('change', changed);
  only.addEventListener('change', changed);
  follow.addEventListener('click', () => {
    options.onFollow(follow.getAttribute('aria-pressed') !== 'true');
  });
  copy.addEventListener('click', options.onCopy);
  return {
    bar: element('div', {
      className: 'toolbar',
      attributes: { role: 'toolbar', 'aria-label': 'Kernel log' },
      children: [text, level, only, count, follow, copy],
    }),
    showCount(words: string): void {
      setText(count, words);
    },
    showFollowing(following: boolean): void {
      follow.setAttribute('aria-pressed', String(following));
      follow.title = following
        ? 'Following: new rows are scrolled to. Click to pause'
        : 'Paused: click to follow the newest rows';
    },
  };
}

/** From the worst level down; each shows its own and all worse ones. */
function levelSelect(): HTMLSelectElement {
  const select = element('select', {
    attributes: { 'aria-label': 'Levels shown' },
    children: LEVEL_NAMES.map((name, level) =>
      element('option', {
        text: level === ALL_ROWS.maxLevel ? 'All levels' : `${name} and worse`,
        attributes: { value: String(level) },
      }),
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

function toggleButton(name: string, label: string): HTMLButtonElement {
  const button = toolButton(name, label);
  button.append(label);
  button.setAttribute('aria-pressed', 'true');
  return button;
}
