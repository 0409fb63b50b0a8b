/** Messages between the gallery of templates (`SCX: New Scheduler`) and the extension. */

interface Described {
  readonly key: string;
  readonly label: string;
  readonly description: string;
}

/** An option of a template, as a form asks for it (core/scaffold TemplateOption). */
export type OptionField = Described &
  (
    | {
        readonly type: 'integer';
        readonly default: number;
        readonly minimum: number;
        readonly maximum: number;
        readonly unit: string;
      }
    | { readonly type: 'boolean'; readonly default: boolean }
    | {
        readonly type: 'choice';
        readonly default: string;
        readonly choices: Readonly<Record<string, string>>;
      }
  );

export interface GalleryTemplate {
  /** Its folder. */
  readonly key: string;
  readonly name: string;
  readonly isOwn: boolean;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** The name of its scheduler. */
  readonly scheduler: string;
  /** A data: address for an <img>, where no SVG can run or fetch anything; null for none. */
  readonly picture: string | null;
  readonly options: readonly OptionField[];
}

export interface GalleryFolder {
  readonly label: string;
  /** Absolute; projects are made in folders of their own below it. */
  readonly path: string;
}

export interface GalleryState {
  readonly templates: readonly GalleryTemplate[];
  readonly broken: readonly { readonly folder: string; readonly wrong: string }[];
  /** The workspace's, then one that was chosen. */
  readonly folders: readonly GalleryFolder[];
  /** Of the user's own templates; null where none is set. */
  readonly ownFolder: string | null;
}

/** What the user has filled in. */
export interface SchedulerForm {
  /** The template's key. */
  readonly template: string;
  readonly name: string;
  readonly folder: string;
  /** As it is typed, by the option's key. */
  readonly values: Readonly<Record<string, string>>;
}

/** The field that an answer is about: what has no other is about the template. */
export type FormField = 'name' | 'folder' | 'template';

export type FormAnswer =
  | {
      readonly kind: 'plan';
      /** The project's folder, absolute. */
      readonly project: string;
      /** The one where work starts comes first. */
      readonly files: readonly { readonly path: string; readonly content: string }[];
    }
  | {
      readonly kind: 'refused';
      readonly field: FormField;
      readonly message: string;
      /** A name that would do, null when there is none. */
      readonly suggestion: string | null;
    };

export type ToGalleryPanel =
  | { readonly kind: 'state'; readonly state: GalleryState }
  | { readonly kind: 'answer'; readonly serial: number; readonly answer: FormAnswer }
  /** The user chose another folder. */
  | { readonly kind: 'folder'; readonly path: string };

export type FromGalleryPanel =
  /** `create` writes what `plan` shows. */
  | { readonly kind: 'plan' | 'create'; readonly serial: number; readonly form: SchedulerForm }
  | { readonly kind: 'choose-folder' }
  | { readonly kind: 'templates-folder' };

/** Checks what came from the panel; null for what is none of these messages. */
export function readGalleryMessage(value: object): FromGalleryPanel | null {
  if (!('kind' in value)) return null;
  const { kind } = value;
  if (kind === 'choose-folder' || kind === 'templates-folder') return { kind };
  if (kind !== 'plan' && kind !== 'create') return null;
  if (!('serial' in value) || typeof value.serial !== 'number' || !('form' in value)) return null;
  const form = readForm(value.form);
  return form && { kind, serial: value.serial, form };
}

function readForm(value: unknown): SchedulerForm | null {
  const form = textsOf(value);
  const values = typeof value === 'object' && value !== null && 'values' in value && value.values;
  const { template, name, folder } = form;
  if (template === undefined || name === undefined || folder === undefined) return null;
  return { template, name, folder, values: textsOf(values) };
}

/** The texts of an object by their names, without all else. */
function textsOf(value: unknown): Readonly<Record<string, string>> {
  const all: [string, unknown][] = Object.entries(value ?? {});
  const texts = all.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}
