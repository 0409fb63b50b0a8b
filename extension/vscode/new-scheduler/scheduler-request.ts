import type { FormAnswer, SchedulerForm } from '../../contracts/gallery-messages';
import { readOptionWords } from '../../core/scaffold/option-values';
import { validateName } from '../../core/scaffold/scheduler-name';
import type { WorkflowContext } from '../../workflows/context';
import type { GalleryEntry, NewSchedulerRequest } from '../../workflows/scaffold';

type Readable = Pick<WorkflowContext['files'], 'list' | 'realPath'>;

/**
 * What a form asks for, checked once more, since the page that sent it is another process; or what is
 * wrong with it. A folder of the new name is refused unless it is empty: most likely it is something else.
 */
export async function readRequest(
  files: Readable,
  entries: readonly GalleryEntry[],
  { template: key, name, folder, values }: SchedulerForm,
): Promise<NewSchedulerRequest | FormAnswer> {
  const template = entries.find((entry) => entry.template.folder === key)?.template;
  if (template === undefined) return refused('template', 'This template is not there any more.');
  const words = Object.entries(values).map(([option, value]) => `${option}=${value}`);
  const read = readOptionWords(template.manifest, words);
  if (read.kind === 'wrong') return refused('template', `${read.wrong}. ${read.nextStep}`);
  if (folder === '') return refused('folder', 'Choose the folder to make it in.');
  const check = validateName(name, await takenNames(files, folder, name));
  if (check.kind === 'invalid') return refused('name', `${check.message}.`, check.suggestion);
  return { template, name, folder, values: read.values };
}

/** What is there already; a folder of that name with nothing in it is as good as none. */
async function takenNames(
  files: Readable,
  folder: string,
  name: string,
): Promise<readonly string[]> {
  const names = await files.list(folder).catch((): readonly string[] => []);
  if (!names.includes(name)) return names;
  const there = await files.realPath(`${folder}/${name}`);
  const within = await files.list(`${folder}/${name}`).catch(() => [name]);
  const isEmptyFolder = there?.fileBytes === null && within.length === 0;
  return isEmptyFolder ? names.filter((one) => one !== name) : names;
}

const refused = (
  field: 'name' | 'folder' | 'template',
  message: string,
  suggestion: string | null = null,
): FormAnswer => ({ kind: 'refused', field, message, suggestion });
