import { defaultValues } from '../../core/scaffold/option-values';
import { renderTemplate } from '../../core/scaffold/template';
import type { WorkflowContext } from '../context';
import { readFolder } from './template-files';
import { listTemplates, type BrokenTemplate, type Template } from './templates';

/** A template that a project can be made from. */
export interface GalleryEntry {
  readonly template: Template;
  /** Text of its SVG, null when it has none. Anybody may have drawn it. */
  readonly picture: string | null;
}

export interface Gallery {
  readonly entries: readonly GalleryEntry[];
  /** Those that can't be used, each with the reason, as far as reading them shows it. */
  readonly broken: readonly BrokenTemplate[];
}

/** Larger ones are no pictures of some queues, and would slow the page down. */
const LONGEST_PICTURE = 100 * 1024;

/** All templates with their pictures. Their files are read too: what can't be copied is not offered. */
export async function listGallery(
  context: WorkflowContext,
  ownFolder: string | null,
): Promise<Gallery> {
  const { templates, broken } = await listTemplates(context, ownFolder);
  const entries: GalleryEntry[] = [];
  const unusable: BrokenTemplate[] = [];
  for (const template of templates) {
    const { folder } = template;
    const read = await entryOf(context, template);
    if (typeof read === 'string') unusable.push({ folder, wrong: read });
    else entries.push(read);
  }
  return { entries, broken: [...broken, ...unusable] };
}

/** What is wrong with it, when it can't be used. */
async function entryOf(
  { files }: WorkflowContext,
  template: Template,
): Promise<GalleryEntry | string> {
  const { folder, manifest } = template;
  const read = await readFolder(files, folder);
  if (read.kind === 'wrong') return read.wrong;
  const values = defaultValues(manifest);
  const rendered = renderTemplate(read.files, { manifest, name: 'my_sched', values });
  if (rendered.kind === 'wrong') return rendered.wrong;
  const picture = read.files.find(({ path }) => path === manifest.picture)?.content ?? '';
  const isShown = picture !== '' && picture.length <= LONGEST_PICTURE;
  return { template, picture: isShown ? picture : null };
}
