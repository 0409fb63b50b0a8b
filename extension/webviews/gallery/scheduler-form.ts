import '@vscode-elements/elements/dist/vscode-button/index.js';
import type {
  FormAnswer,
  GalleryFolder,
  GalleryTemplate,
  SchedulerForm,
} from '../../contracts/gallery-messages';
import { element, setText } from '../kit/element';
import { FilePreview } from './file-preview';
import { createField, type Field } from './form-field';
import type { FormErrors } from './gallery-model';
import { optionInput } from './option-input';
import { pictureOf, tagsOf } from './template-cards';

export interface SchedulerFormOptions {
  readonly onBack: () => void;
  readonly onChange: (change: (form: SchedulerForm) => SchedulerForm) => void;
  readonly onCreate: () => void;
  readonly onChooseFolder: () => void;
}

type Refusal = Extract<FormAnswer, { readonly kind: 'refused' }>;

/** The second screen: what the new scheduler is called, where it goes, its options, and its files. */
export class SchedulerFormScreen {
  readonly screen: HTMLElement;
  readonly files = new FilePreview();
  readonly #options: SchedulerFormOptions;
  readonly #about = element('header');
  readonly #wrong = element('p', { className: 'wrong', attributes: { role: 'alert' } });
  readonly #name: Field;
  readonly #folder: ReturnType<typeof folderField>;
  readonly #rows = element('div', { className: 'options' });
  #inputs: readonly (readonly [string, Field])[] = [];
  /** The template whose options are drawn. */
  #drawn = '';

  constructor(options: SchedulerFormOptions) {
    this.#options = options;
    this.#name = nameField(options);
    this.#folder = folderField(options);
    const create = button('Create', 'add', options.onCreate);
    const back = button('All Templates', 'arrow-left', options.onBack);
    back.setAttribute('secondary', '');
    const form = element('form', {
      children: [
        ...[this.#about, this.#wrong, this.#name.row, this.#folder.row, this.#rows],
        element('div', { className: 'buttons', children: [create, back] }),
      ],
    });
    this.screen = element('section', {
      className: 'form',
      attributes: { 'aria-label': 'The new scheduler' },
      children: [form, this.files.screen],
    });
    this.#listen(form);
  }

  show(
    template: GalleryTemplate,
    folders: readonly GalleryFolder[],
    { name, folder, values }: SchedulerForm,
  ): void {
    const key = JSON.stringify(template);
    if (key !== this.#drawn) {
      this.#drawn = key;
      drawAbout(this.#about, template);
      this.#inputs = optionFields(template, this.#options);
      this.#rows.replaceChildren(...this.#inputs.map(([, { row }]) => row));
      this.files.reset();
    }
    this.#name.set(name);
    this.#folder.showFolders(folders, folder);
    for (const [option, field] of this.#inputs) field.set(values[option] ?? '');
  }

  /** `refusal` is the extension's; what the page sees itself goes before it. */
  showErrors(errors: FormErrors, refusal: Refusal | null): void {
    const refused = (field: Refusal['field']) => (refusal?.field === field ? refusal : null);
    this.#name.showError(errors.name ?? refused('name'));
    this.#folder.showError(errors.folder ?? refused('folder'));
    for (const [key, field] of this.#inputs) {
      const message = errors.options[key];
      field.showError(message === undefined ? null : { message, suggestion: null });
    }
    setText(this.#wrong, refused('template')?.message ?? '');
    this.#wrong.hidden = refused('template') === null;
  }

  /** The first field that is wrong, else the name, ready to be typed over. */
  focus(): void {
    const all = [this.#name, this.#folder, ...this.#inputs.map(([, field]) => field)];
    const { input } = all.find(isWrong) ?? this.#name;
    input.focus();
    if (input instanceof HTMLInputElement) input.select();
  }

  #listen(form: HTMLElement): void {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
    });
    // Enter in a field creates, as in any form; buttons have their own.
    form.addEventListener('keydown', (event) => {
      const isField = event.target instanceof HTMLInputElement;
      if (event.key === 'Enter' && isField) this.#options.onCreate();
    });
    this.screen.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#options.onBack();
    });
  }
}

const isWrong = ({ input }: Field) => input.getAttribute('aria-invalid') === 'true';

function button(label: string, iconName: string, onClick: () => void): HTMLElement {
  const made = element('vscode-button', { text: label, attributes: { icon: iconName } });
  made.addEventListener('click', onClick);
  return made;
}

function drawAbout(about: HTMLElement, template: GalleryTemplate): void {
  const { name, title, description, tags } = template;
  about.replaceChildren(
    pictureOf(template),
    element('div', {
      children: [
        element('h1', { text: `New scheduler from ${name}` }),
        element('p', { className: 'title', text: title }),
        element('p', { className: 'description', text: description }),
        tagsOf(tags),
      ],
    }),
  );
}

function optionFields(
  { options }: GalleryTemplate,
  { onChange }: SchedulerFormOptions,
): readonly (readonly [string, Field])[] {
  return options.map((option) => [
    option.key,
    optionInput(option, (value) => {
      onChange((form) => ({ ...form, values: { ...form.values, [option.key]: value } }));
    }),
  ]);
}

function nameField({ onChange }: SchedulerFormOptions): Field {
  const input = element('input', {
    className: 'field',
    attributes: { type: 'text', id: 'name', spellcheck: 'false', autocomplete: 'off' },
  });
  const change = (name: string) => {
    onChange((form) => ({ ...form, name }));
  };
  input.addEventListener('input', () => {
    change(input.value);
  });
  const set = (value: string) => {
    if (input.value !== value) input.value = value;
  };
  const hint = 'Names the folder, the callbacks and the scheduler in the kernel: a C identifier';
  return createField({ id: 'name', label: 'Name', hint, input, set }, change);
}

function folderField({ onChange, onChooseFolder }: SchedulerFormOptions) {
  const input = element('select', { className: 'field', attributes: { id: 'folder' } });
  input.addEventListener('change', () => {
    onChange((form) => ({ ...form, folder: input.value }));
  });
  const set = (value: string) => {
    input.value = value;
  };
  const choose = button('Choose…', 'folder-opened', onChooseFolder);
  choose.setAttribute('secondary', '');
  const field = createField({
    id: 'folder',
    label: 'Folder',
    hint: 'The project is made in a folder of its own in there',
    input,
    button: choose,
    set,
  });
  return {
    ...field,
    showFolders(folders: readonly GalleryFolder[], chosen: string): void {
      const rows = folders.length === 0 ? [{ label: 'None chosen', path: '' }] : folders;
      input.replaceChildren(
        ...rows.map(({ label, path }) =>
          element('option', { text: label, attributes: { value: path } }),
        ),
      );
      set(chosen);
    },
  };
}
