import type {
  GalleryState,
  GalleryTemplate,
  OptionField,
  SchedulerForm,
} from '../../contracts/gallery-messages';
import { misfit } from '../../core/scaffold/option-values';
import { validateName } from '../../core/scaffold/scheduler-name';

/** Those that have every word of the filter, in their order. */
export function matching(
  templates: readonly GalleryTemplate[],
  filter: string,
): readonly GalleryTemplate[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return templates.filter(({ name, title, description, tags }) => {
    const text = [name, title, description, ...tags].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** "3 of 10 templates". */
export function countText(shown: number, all: number): string {
  if (all === 0) return 'No templates';
  if (shown === 0) return 'No template has these words';
  const of = shown === all ? String(all) : `${shown} of ${all}`;
  return `${of} ${all === 1 ? 'template' : 'templates'}`;
}

/** A form as it is filled in before the user does: everything in it works. */
export function freshForm(
  { key, scheduler, options }: GalleryTemplate,
  { folders }: Pick<GalleryState, 'folders'>,
): SchedulerForm {
  return {
    template: key,
    name: `my_${scheduler}`,
    folder: folders[0]?.path ?? '',
    values: Object.fromEntries(options.map((option) => [option.key, String(option.default)])),
  };
}

/** A form of before, with what the template has and the folders that there are now. */
export function fittedForm(
  form: SchedulerForm,
  template: GalleryTemplate,
  state: GalleryState,
): SchedulerForm {
  const fresh = freshForm(template, state);
  const known = Object.entries(form.values).filter(([key]) => key in fresh.values);
  const isThere = state.folders.some(({ path }) => path === form.folder);
  return {
    ...form,
    folder: isThere ? form.folder : fresh.folder,
    values: { ...fresh.values, ...Object.fromEntries(known) },
  };
}

export interface FieldError {
  readonly message: string;
  /** A name that would do. */
  readonly suggestion: string | null;
}

/** What is wrong with a form as far as the page can tell: by option, and `name` and `folder`. */
export interface FormErrors {
  readonly name: FieldError | null;
  readonly folder: FieldError | null;
  readonly options: Readonly<Record<string, string>>;
}

export function formErrors({ options }: GalleryTemplate, form: SchedulerForm): FormErrors {
  const check = validateName(form.name);
  const wrong = options.flatMap((option): [string, string][] => {
    const message = misfit(option, form.values[option.key] ?? '');
    return message === null ? [] : [[option.key, `${message}.`]];
  });
  return {
    name: check.kind === 'ok' ? null : { ...check, message: `${check.message}.` },
    folder: form.folder === '' ? NO_FOLDER : null,
    options: Object.fromEntries(wrong),
  };
}

const NO_FOLDER: FieldError = { message: 'Choose the folder to make it in.', suggestion: null };

export const isFaultless = ({ name, folder, options }: FormErrors): boolean =>
  name === null && folder === null && Object.keys(options).length === 0;

/** "100 to 1000000 µs", under an integer's field; '' for the others, which show what they take. */
export function rangeText(option: OptionField): string {
  if (option.type !== 'integer') return '';
  const { minimum, maximum, unit } = option;
  return `${minimum} to ${maximum}${unit && ` ${unit}`}`;
}
