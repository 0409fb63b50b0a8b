import type { OptionField } from '../../contracts/gallery-messages';
import { element } from '../kit/element';
import { createField, type Field } from './form-field';
import { rangeText } from './gallery-model';

/** The input of one option; its value is a text, as it is typed. */
export function optionInput(option: OptionField, onChange: (value: string) => void): Field {
  const { key, label, description } = option;
  const id = `option-${key}`;
  const hint = [description, rangeText(option)].filter(Boolean).join('. ');
  if (option.type === 'boolean') {
    const box = element('input', { attributes: { type: 'checkbox', id } });
    box.addEventListener('change', () => {
      onChange(String(box.checked));
    });
    const set = (value: string) => {
      box.checked = value === 'true';
    };
    return createField({ id, label, hint, input: box, isInline: true, set });
  }
  const input = option.type === 'integer' ? integerInput(id) : choiceInput(id, option.choices);
  input.addEventListener('input', () => {
    onChange(input.value);
  });
  const set = (value: string) => {
    if (input.value !== value) input.value = value;
  };
  const unit = option.type === 'integer' ? option.unit : '';
  return createField({ id, label, hint, input, unit, set });
}

/** Not of type "number": that swallows what is wrong, and a wheel over it changes the value. */
function integerInput(id: string): HTMLInputElement {
  return element('input', {
    className: 'field short',
    attributes: { type: 'text', inputmode: 'numeric', autocomplete: 'off', id },
  });
}

function choiceInput(id: string, choices: Readonly<Record<string, string>>): HTMLSelectElement {
  const rows = Object.entries(choices).map(([value, meaning]) =>
    element('option', { text: `${value}: ${meaning}`, attributes: { value } }),
  );
  return element('select', { className: 'field', attributes: { id }, children: rows });
}
