import { Buffer } from 'node:buffer';
import type {
  FormAnswer,
  FormField,
  GalleryFolder,
  GalleryState,
  GalleryTemplate,
  OptionField,
} from '../../contracts/gallery-messages';
import type { Problem } from '../../core/findings/problem';
import type { Gallery, GalleryEntry, PlannedScheduler, Template } from '../../workflows/scaffold';

/** The gallery as its page shows it. */
export function galleryState(
  { entries, broken }: Gallery,
  folders: readonly GalleryFolder[],
  ownFolder: string | null,
): GalleryState {
  return { templates: entries.map(templateOf), broken, folders, ownFolder };
}

function templateOf({ template, picture }: GalleryEntry): GalleryTemplate {
  const { folder, name, isOwn, manifest } = template;
  const { title, description, tags, scheduler } = manifest;
  return {
    key: folder,
    name,
    isOwn,
    title,
    description,
    tags,
    scheduler,
    picture: picture === null ? null : addressOf(picture),
    options: optionsOf(template),
  };
}

const addressOf = (svg: string) =>
  `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`;

function optionsOf({ manifest }: Template): readonly OptionField[] {
  return Object.entries(manifest.options).map(([key, option]): OptionField => {
    const { label, description } = option;
    const field = { key, label, description };
    switch (option.type) {
      case 'integer': {
        const { type, default: usual, minimum, maximum, unit } = option;
        return { ...field, type, default: usual, minimum, maximum, unit };
      }
      case 'boolean':
        return { ...field, type: option.type, default: option.default };
      case 'choice':
        return { ...field, type: option.type, default: option.default, choices: option.choices };
    }
  });
}

/** Enough to see what a file is; the whole one is written. */
const LONGEST_PREVIEW = 64 * 1024;

/** What will be written: the file where work starts, the others of the template, what every project has. */
export function planAnswer({ project, files, mainFile }: PlannedScheduler): FormAnswer {
  const isMain = ({ path }: { readonly path: string }) => `${project}/${path}` === mainFile;
  const inOrder = [...files.filter(isMain), ...files.filter((file) => !isMain(file))];
  const shown = inOrder.map(({ path, content }) => ({ path, content: shortened(content) }));
  return { kind: 'plan', project, files: shown };
}

const shortened = (content: string) =>
  content.length > LONGEST_PREVIEW ? `${content.slice(0, LONGEST_PREVIEW)}\n…` : content;

const FIELDS: Readonly<Record<string, FormField>> = {
  'bad-name': 'name',
  'file-exists': 'name',
  'project-not-written': 'folder',
};

/** A problem at the field that can put it right. */
export function refusal(problem: Problem, suggestion: string | null = null): FormAnswer {
  const { code, message, nextStep, detail } = problem;
  const field = FIELDS[code] ?? 'template';
  const cause = code === 'project-not-written' && detail !== '' ? ` (${detail})` : '';
  return { kind: 'refused', field, message: `${message}${cause}. ${nextStep}`, suggestion };
}
