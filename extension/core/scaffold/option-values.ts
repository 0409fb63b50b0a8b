import type { TemplateManifest, TemplateOption } from './template-manifest';

/** By the option's key: an integer, true or false, one of the choices. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

/** `wrong` is a sentence without its end, as "Could not …: " goes before it. */
export type ReadOptions =
  | { readonly kind: 'values'; readonly values: OptionValues }
  | { readonly kind: 'wrong'; readonly wrong: string; readonly nextStep: string };

/** What the template has when nobody says otherwise. */
export function defaultValues({ options }: TemplateManifest): OptionValues {
  return Object.fromEntries(Object.entries(options).map(([key, option]) => [key, option.default]));
}

/** Reads `key=value` words; what they do not name keeps its default. */
export function readOptionWords(manifest: TemplateManifest, words: readonly string[]): ReadOptions {
  const given: [string, string | number | boolean][] = [];
  for (const word of words) {
    const [key = '', ...rest] = word.split('=');
    const option = Object.hasOwn(manifest.options, key) ? manifest.options[key] : undefined;
    if (option === undefined) return unknownOption(manifest, key);
    const text = rest.join('=');
    const wrong = rest.length === 0 ? 'it needs a value' : misfit(option, text);
    if (wrong !== null) {
      return {
        kind: 'wrong',
        wrong: `${key}: ${wrong}`,
        nextStep: `Write ${key}=${example(option)}.`,
      };
    }
    given.push([key, valueOf(option, text)]);
  }
  return { kind: 'values', values: { ...defaultValues(manifest), ...Object.fromEntries(given) } };
}

const YES = ['true', 'yes', 'on', '1'];
const NO = ['false', 'no', 'off', '0'];

type Of<T extends TemplateOption['type']> = Extract<TemplateOption, { type: T }>;

/** As much of an option as its values depend on. */
export type OptionRange =
  | Pick<Of<'integer'>, 'type' | 'minimum' | 'maximum' | 'unit'>
  | Pick<Of<'boolean'>, 'type'>
  | Pick<Of<'choice'>, 'type' | 'choices'>;

/** What is wrong with a value as it is typed; null when it will do. */
export function misfit(option: OptionRange, text: string): string | null {
  switch (option.type) {
    case 'integer': {
      const { minimum, maximum, unit } = option;
      if (!/^-?\d{1,16}$/.test(text)) return `"${text}" is no whole number`;
      const fits = Number(text) >= minimum && Number(text) <= maximum;
      return fits ? null : `${text} is not between ${minimum} and ${maximum}${unit && ` ${unit}`}`;
    }
    case 'boolean':
      return [...YES, ...NO].includes(text.toLowerCase())
        ? null
        : `"${text}" is neither yes nor no`;
    case 'choice':
      return Object.hasOwn(option.choices, text)
        ? null
        : `"${text}" is none of ${Object.keys(option.choices).join(', ')}`;
  }
}

/** The value that a text stands for; misfit() has passed it. */
export function valueOf(option: OptionRange, text: string): string | number | boolean {
  if (option.type === 'integer') return Number(text);
  return option.type === 'boolean' ? YES.includes(text.toLowerCase()) : text;
}

function example(option: TemplateOption): string {
  return option.type === 'boolean' ? (option.default ? 'no' : 'yes') : String(option.default);
}

function unknownOption({ options }: TemplateManifest, key: string): ReadOptions {
  const keys = Object.keys(options);
  const nextStep = keys.length === 0 ? 'It has none.' : `It has: ${keys.join(', ')}.`;
  return { kind: 'wrong', wrong: `the template has no option "${key}"`, nextStep };
}
