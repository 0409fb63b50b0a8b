import { pathBelow } from '../../core/findings/file-path';
import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import { defaultValues } from '../../core/scaffold/option-values';
import { validateName } from '../../core/scaffold/scheduler-name';
import { renderTemplate, type ProjectFile } from '../../core/scaffold/template';
import { MANIFEST_FILE, readManifest } from '../../core/scaffold/template-manifest';
import { templateNameMisfit } from '../../core/scaffold/template-name';
import type { WorkflowContext } from '../context';
import { writeProject } from './project-files';
import { sharedFiles } from './shared-files';
import { readFolder } from './template-files';

export interface SaveTemplateRequest {
  /** Absolute folder of the project. */
  readonly project: string;
  /** The scheduler in it, absolute. */
  readonly source: string;
  /** Absolute folder of the user's templates. */
  readonly ownFolder: string;
  /** Of the template's folder. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** What stands at the root of a project, whichever way it is built. */
const ROOT_MARKS = ['Makefile', 'meson.build', 'Cargo.toml'];

/** The folder of the project that a scheduler belongs to: below `top`, the workspace folder, or `top` itself. */
export async function projectOf(
  { files }: Pick<WorkflowContext, 'files'>,
  source: string,
  top: string,
): Promise<string> {
  const parent = parentOf(source);
  for (let folder = parent; isWithin(top, folder); folder = parentOf(folder)) {
    for (const mark of ROOT_MARKS) if (await files.exists(`${folder}/${mark}`)) return folder;
  }
  return parent;
}

/**
 * Makes a template of a project, all of it or nothing. What every new project gets anyway is left out, so
 * that projects made later have it as it is then. Returns the template's folder.
 */
export async function saveTemplate(
  context: WorkflowContext,
  request: SaveTemplateRequest,
): Promise<Outcome<string>> {
  const { ownFolder, name, project } = request;
  const refused = (wrong: string) => failed(notSaved(project, wrong));
  const misfit = templateNameMisfit(name, await context.files.list(ownFolder));
  if (misfit !== null) return refused(misfit);
  if (isWithin(project, ownFolder)) return refused(`${ownFolder} lies within it`);
  const read = await readFolder(context.files, project);
  if (read.kind === 'wrong') return refused(read.wrong);
  const shared = await sharedFiles(context);
  if (shared.kind !== 'ok') return shared;
  const own = withoutShared(read.files, shared.value);
  const manifest = manifestText(request);
  const wrong = whatIsWrong(own, manifest);
  if (wrong !== null) return refused(wrong);
  const folder = `${ownFolder}/${name}`;
  const written = [...own, { path: MANIFEST_FILE, content: manifest }];
  const problem = await writeProject(context.files, folder, written);
  return problem === null ? ok(folder) : failed(problem);
}

function withoutShared(
  all: readonly ProjectFile[],
  shared: readonly ProjectFile[],
): readonly ProjectFile[] {
  const known = new Map(shared.map(({ path, content }) => [path, content]));
  return all.filter(({ path, content }) => path !== MANIFEST_FILE && known.get(path) !== content);
}

function manifestText({ project, source, title, description }: SaveTemplateRequest): string {
  const main = pathBelow(project, source) ?? '';
  const scheduler = main.slice(main.lastIndexOf('/') + 1).replace(/\.bpf\.c$/, '');
  const place = main === `${scheduler}.bpf.c` ? {} : { main };
  const manifest = { title, description, tags: [], scheduler, ...place, options: {} };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Whether a new project could be made of it: it is refused now, not when somebody needs it. */
function whatIsWrong(files: readonly ProjectFile[], manifestJson: string): string | null {
  const read = readManifest(manifestJson);
  if (read.kind === 'wrong') {
    const { scheduler } = JSON.parse(manifestJson) as { scheduler: string };
    const check = validateName(scheduler);
    return check.kind === 'ok' ? read.wrong : `the name of ${scheduler}.bpf.c: ${check.message}`;
  }
  const { manifest } = read;
  const values = defaultValues(manifest);
  const rendered = renderTemplate(files, { manifest, name: 'my_sched', values });
  return rendered.kind === 'wrong' ? rendered.wrong : null;
}

const parentOf = (path: string) =>
  path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), 0));

const isWithin = (folder: string, path: string) =>
  path === folder || pathBelow(folder, path) !== null;

function notSaved(project: string, wrong: string): Problem {
  return {
    kind: 'usage',
    code: 'template-not-saved',
    message: `Could not save ${project} as a template: ${wrong}`,
    nextStep: 'A template is text, at most 500 files and 4 MB, without links. Nothing was written.',
    detail: project,
  };
}
