import { failed, ok, type Outcome } from '../../core/findings/problem';
import type { WorkflowContext } from '../context';
import { writeProject } from './project-files';
import { sharedFiles } from './shared-files';
import { readTemplateFiles } from './template-files';

const NAME = 'show-me';

/** A project that was written. */
export interface ShownProject {
  /** Absolute. */
  readonly project: string;
  /** Its schedulers with a bug each, in the order in which they are to be read; absolute. */
  readonly sources: readonly string[];
}

/** Makes `show-me` in a folder (an absolute path): schedulers with one bug each, to see findings and their fixes. */
export async function makeShowMe(
  context: WorkflowContext,
  folder: string,
): Promise<Outcome<ShownProject>> {
  const own = await readTemplateFiles(context.files, `${context.templatesDir}/${NAME}`);
  if (own.kind !== 'ok') return own;
  const shared = await sharedFiles(context);
  if (shared.kind !== 'ok') return shared;
  const project = `${folder}/${NAME}`;
  const problem = await writeProject(context.files, project, [...own.value, ...shared.value]);
  if (problem) return failed(problem);
  const sources = own.value.map(({ path }) => path).filter((path) => path.endsWith('.bpf.c'));
  return ok({ project, sources: sources.sort().map((path) => `${project}/${path}`) });
}
