import { failed, ok, type Outcome, type Problem } from '../core/findings/problem';
import { defaultValues, type OptionValues } from '../core/scaffold/option-values';
import { validateName } from '../core/scaffold/scheduler-name';
import { renderTemplate, startPlace, type ProjectFile } from '../core/scaffold/template';
import type { WorkflowContext } from './context';
import { writeProject } from './scaffold/project-files';
import { sharedFiles } from './scaffold/shared-files';
import { readTemplateFiles, unusable } from './scaffold/template-files';
import type { Template } from './scaffold/templates';

export { listGallery, type Gallery, type GalleryEntry } from './scaffold/gallery';
export { projectOf, saveTemplate, type SaveTemplateRequest } from './scaffold/save-template';
export { makeShowMe, type ShownProject } from './scaffold/show-me';
export { listTemplates, type BrokenTemplate, type Template } from './scaffold/templates';

export interface NewSchedulerRequest {
  readonly template: Template;
  readonly name: string;
  /** Absolute path of the folder that the project's folder, called like the scheduler, is made in. */
  readonly folder: string;
  /** What it does not name has the template's default. */
  readonly values?: OptionValues;
}

/** A project that is not written yet. */
export interface PlannedScheduler {
  /** The project's folder, absolute. */
  readonly project: string;
  readonly files: readonly ProjectFile[];
  /** Absolute. */
  readonly mainFile: string;
  /** Where work starts in the main file, counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** What newScheduler() will write, with nothing written. */
export async function planScheduler(
  context: WorkflowContext,
  { template, name, folder, values = {} }: NewSchedulerRequest,
): Promise<Outcome<PlannedScheduler>> {
  const check = validateName(name);
  if (check.kind === 'invalid') return failed(badName(name, check.message, check.suggestion));
  const { manifest } = template;
  const own = await readTemplateFiles(context.files, template.folder);
  if (own.kind !== 'ok') return own;
  const all = { ...defaultValues(manifest), ...values };
  const rendered = renderTemplate(own.value, { manifest, name, values: all });
  if (rendered.kind === 'wrong') return failed(unusable(template.folder, rendered.wrong));
  const shared = await sharedFiles(context);
  if (shared.kind !== 'ok') return shared;
  const project = `${folder}/${name}`;
  // What the template brings itself is its own.
  const taken = new Set(rendered.files.map(({ path }) => path));
  const wanted = [...rendered.files, ...shared.value.filter(({ path }) => !taken.has(path))];
  const mainFile = `${project}/${rendered.main.path}`;
  return ok({ project, files: wanted, mainFile, ...startPlace(rendered.main.content) });
}

/**
 * Makes a project from a template. Nothing that exists is touched: when one of its files is there
 * already, or can't be written, what was made until then is taken back.
 */
export async function newScheduler(
  context: WorkflowContext,
  request: NewSchedulerRequest,
): Promise<Outcome<PlannedScheduler>> {
  const plan = await planScheduler(context, request);
  if (plan.kind !== 'ok') return plan;
  const problem = await writeProject(context.files, plan.value.project, plan.value.files);
  return problem ? failed(problem) : plan;
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
