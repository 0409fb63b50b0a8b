import { failed, ok, type Outcome, type Problem } from '../core/findings/problem';
import { validateName } from '../core/scaffold/scheduler-name';
import { mainFileOf, renderTemplate, startPlace, templateSummary } from '../core/scaffold/template';
import type { WorkflowContext } from './context';
import { readFolder, writeProject } from './scaffold/project-files';

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
