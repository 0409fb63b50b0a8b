import { element, setText } from '../kit/element';
import type { FieldError } from './gallery-model';

interface FieldParts {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly input: HTMLElement;
  /** Behind the input: `µs`. */
  readonly unit?: string;
  /** The label stands beside the input, as with a box to tick. */
  readonly isInline?: boolean;
  /** Beside the input. */
  readonly button?: HTMLElement;
  readonly set: (value: string) => void;
}

export interface Field {
  readonly row: HTMLElement;
  readonly input: HTMLElement;
  set(value: string): void;
  /** Shown under the input, and said by screen readers; null takes it away. */
  showError(error: FieldError | null): void;
}

/** A label, an input, what it means, and what is wrong with it. `onSuggestion` takes a name that would do. */
export function createField(parts: FieldParts, onSuggestion?: (name: string) => void): Field {
  const { id, input, hint: meaning = '', unit = '', isInline = false } = parts;
  const label = element('label', { text: parts.label, attributes: { for: id } });
  const hint = element('p', {
    className: 'hint',
    text: meaning,
    attributes: { id: `${id}-hint` },
  });
  hint.hidden = meaning === '';
  const error = errorLine(`${id}-wrong`, (name) => {
    onSuggestion?.(name);
    input.focus();
  });
  input.setAttribute('aria-describedby', `${id}-hint ${id}-wrong`);
  const beside = [
    ...(unit === '' ? [] : [element('span', { className: 'unit', text: unit })]),
    ...(parts.button ? [parts.button] : []),
  ];
  const line = element('div', {
    className: 'line',
    children: isInline ? [input, label] : [input, ...beside],
  });
  const row = element('div', {
    className: 'row',
    children: [...(isInline ? [] : [label]), line, error.line, hint],
  });
  return {
    row,
    input,
    set: parts.set,
    showError(shown): void {
      input.setAttribute('aria-invalid', String(shown !== null));
      error.show(shown);
    },
  };
}

function errorLine(id: string, onSuggestion: (name: string) => void) {
  const message = element('span');
  const use = element('button', { className: 'link', attributes: { type: 'button' } });
  const line = element('p', {
    className: 'wrong',
    attributes: { id, role: 'alert' },
    children: [message, ' ', use],
  });
  line.hidden = true;
  let name = '';
  use.addEventListener('click', () => {
    onSuggestion(name);
  });
  return {
    line,
    show(error: FieldError | null): void {
      line.hidden = error === null;
      name = error?.suggestion ?? '';
      setText(message, error?.message ?? '');
      setText(use, name === '' ? '' : `Use ${name}`);
      use.hidden = name === '';
    },
  };
}
