import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { element, icon, setText } from '../kit/element';

export interface FindBoxOptions {
  /** The words changed: rows that have them are marked. */
  readonly onChange: (text: string) => void;
  readonly onFind: (text: string, step: 1 | -1) => void;
  readonly onLeave: () => void;
}

/** Search without hiding rows: Enter goes to the next row that has the text, Shift+Enter back. */
export function createFindBox({ onChange, onFind, onLeave }: FindBoxOptions) {
  const field = element('vscode-textfield', {
    attributes: { placeholder: 'Find', type: 'search', label: 'Find' },
  });
  const result = element('span', { className: 'found', attributes: { role: 'status' } });
  const find = (step: 1 | -1) => {
    if (field.value !== '') onFind(field.value, step);
  };
  field.addEventListener('input', () => {
    setText(result, '');
    onChange(field.value);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') find(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') onLeave();
  });
  const button = (name: string, title: string, step: 1 | -1) => {
    const made = element('button', {
      className: 'tool',
      attributes: { type: 'button', title, 'aria-label': title },
      children: [icon(name)],
    });
    made.addEventListener('click', () => {
      find(step);
    });
    return made;
  };
  return {
    parts: [
      field,
      button('arrow-up', 'Find the row before (Shift+F3)', -1),
      button('arrow-down', 'Find the next row (F3)', 1),
      result,
    ],
    focus(): void {
      field.focus();
    },
    find,
    /** '' when something was found. */
    say(words: string): void {
      setText(result, words);
    },
  };
}

/** Ctrl+F goes to the box from everywhere in the panel, F3 and Shift+F3 search on. */
export function listenForFind(box: Pick<ReturnType<typeof createFindBox>, 'focus' | 'find'>): void {
  document.addEventListener('keydown', (event) => {
    const isFind = event.key === 'f' && (event.ctrlKey || event.metaKey);
    if (isFind) box.focus();
    else if (event.key === 'F3') box.find(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    // VS Code listens at the window, and would open the editor's search.
    event.stopPropagation();
  });
}
