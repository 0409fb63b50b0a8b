import { failed, ok, type Outcome, type Problem } from '../core/findings/problem';
import { validateName } from '../core/scaffold/scheduler-name';
import {
  mainFileOf,
  renderTemplate,
  startPlace,
  templateSummary,
  type ProjectFile,
} from '../core/scaffold/template';
import type { Files } from '../hosts/api';
import type { WorkflowContext } from './context';

export interface Template {
  readonly name: string;
  /** What its scheduler does, in one line. */
  readonly summary: string;
}

export interface NewSchedulerRequest {
  /** One of listTemplates(). */
  readonly template: string;
  readonly name: string;
  /** Absolute path of the folder that the project's folder, called like the scheduler, is made in. */
  readonly folder: string;
}

export interface NewScheduler {
  /** The project's folder, absolute. */
  readonly project: string;
  readonly mainFile: string;
  /** Where work starts in the main file, counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** The header files that every project gets a copy of. */
const SHARED = 'include';

/** What scaffold can copy: the folders of bpf-templates/ that hold a main file of their own name. */
export async function listTemplates({ files, templatesDir }: WorkflowContext): Promise<Template[]> {
  const templates: Template[] = [];
  for (const name of await files.list(templatesDir)) {
    const main = await files.readText(`${templatesDir}/${name}/${mainFileOf(name)}`);
    if (main !== null) templates.push({ name, summary: templateSummary(main, name) });
  }
  return templates;
}

/**
 * Makes a project from a template. Nothing that exists is touched: when one of its files is there
 * already, or can't be written, what was made until then is taken back.
 */
export async function newScheduler(
  context: WorkflowContext,
  { template, name, folder }: NewSchedulerRequest,
): Promise<Outcome<NewScheduler>> {
  const check = validateName(name);
  if (check.kind === 'invalid') return failed(badName(name, check.message, check.suggestion));
  const templates = await listTemplates(context);
  if (!templates.some((one) => one.name === template)) {
    return failed(noTemplate(template, templates));
  }
  const { files, templatesDir } = context;
  const own = await readFolder(files, `${templatesDir}/${template}`);
  const rendered = renderTemplate(own, { template, name });
  const shared = (await readFolder(files, `${templatesDir}/${SHARED}`)).map((file) => ({
    ...file,
    path: `${SHARED}/${file.path}`,
  }));
  const project = `${folder}/${name}`;
  const problem = await writeProject(files, project, [...rendered, ...shared]);
  if (problem) return failed(problem);
  const mainFile = mainFileOf(name);
  const main = rendered.find(({ path }) => path === mainFile)?.content ?? '';
  return ok({ project, mainFile: `${project}/${mainFile}`, ...startPlace(main) });
}

/** Every file under a folder; what builds leave there is not part of a template. */
async function readFolder(files: Files, folder: string, within = ''): Promise<ProjectFile[]> {
  const found: ProjectFile[] = [];
  for (const name of await files.list(folder)) {
    if (name === 'build') continue;
    const path = `${folder}/${name}`;
    const inside = await readFolder(files, path, `${within}${name}/`);
    if (inside.length > 0) found.push(...inside);
    else {
      const content = await files.readText(path);
      if (content !== null) found.push({ path: `${within}${name}`, content });
    }
  }
  return found;
}

async function writeProject(
  files: Files,
  project: string,
  wanted: readonly ProjectFile[],
): Promise<Problem | null> {
  for (const { path } of wanted) {
    if (await files.exists(`${project}/${path}`)) return fileExists(project, path);
  }
  const made: string[] = [];
  const folders = await missingFolders(files, project, wanted);
  try {
    for (const { path, content } of wanted) {
      if (!(await files.create(`${project}/${path}`, content))) {
        await takeBack(files, made, folders);
        return fileExists(project, path);
      }
      made.push(`${project}/${path}`);
    }
    return null;
  } catch (error) {
    await takeBack(files, made, folders);
    return notWritten(project, error);
  }
}

/** The folders that writing makes, the innermost first. */
async function missingFolders(
  files: Files,
  project: string,
  wanted: readonly ProjectFile[],
): Promise<string[]> {
  const missing = new Set<string>();
  for (const { path } of wanted) {
    let folder = parentOf(`${project}/${path}`);
    while (folder !== '' && !missing.has(folder) && !(await files.exists(folder))) {
      missing.add(folder);
      folder = parentOf(folder);
    }
  }
  return [...missing].sort((one, other) => other.length - one.length);
}

/** A folder that somebody else put something into in the meantime stays. */
async function takeBack(
  files: Files,
  made: readonly string[],
  folders: readonly string[],
): Promise<void> {
  for (const path of made) await files.remove(path);
  for (const folder of folders) {
    if ((await files.list(folder)).length === 0) await files.remove(folder);
  }
}

const parentOf = (path: string) =>
  path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), 0));

function badName(name: string, message: string, suggestion: string | null): Problem {
  return {
    kind: 'usage',
    code: 'bad-name',
    message: `Could not make "${name}": ${message}`,
    nextStep: suggestion === null ? 'Choose another name, such as my_sched.' : `Try ${suggestion}.`,
    detail: '',
  };
}

function noTemplate(template: string, templates: readonly Template[]): Problem {
  return {
    kind: 'usage',
    code: 'no-template',
    message: `Could not make a scheduler: there is no template "${template}"`,
    nextStep: `There is: ${templates.map(({ name }) => name).join(', ')}.`,
    detail: '',
  };
}

function fileExists(project: string, path: string): Problem {
  return {
    kind: 'usage',
    code: 'file-exists',
    message: `Could not make ${project}: ${path} is there already, and nothing is overwritten`,
    nextStep: 'Choose another name or another folder.',
    detail: `${project}/${path}`,
  };
}

function notWritten(project: string, error: unknown): Problem {
  return {
    kind: 'tool',
    code: 'project-not-written',
    message: `Could not make ${project}: its files can't be written`,
    nextStep: 'Choose a folder that you may write to, on a disk with space left.',
    detail: error instanceof Error ? error.message : String(error),
  };
}
