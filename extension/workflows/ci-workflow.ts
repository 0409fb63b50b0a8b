import { failed, ok, type Outcome } from '../core/findings/problem';
import { CI_WORKFLOW_PATH, ciWorkflowText, type CiWorkflow } from '../core/scaffold/ci-workflow';
import type { Files } from '../hosts/api';

export interface CiRequest extends Omit<CiWorkflow, 'project'> {
  /** The project's folder, absolute. */
  readonly folder: string;
}

/** A workflow that could be written, and what stands in its place now. */
export interface PlannedCiWorkflow {
  /** Absolute path of the file. */
  readonly path: string;
  readonly text: string;
  /** What the file says now; null when there is none. */
  readonly before: string | null;
}

/** Reads what is there and writes nothing. */
export async function planCiWorkflow(files: Files, request: CiRequest): Promise<PlannedCiWorkflow> {
  const { root, project } = await placeInRepository(files, request.folder);
  const path = `${root}/${CI_WORKFLOW_PATH}`;
  return {
    path,
    text: ciWorkflowText({ ...request, project }),
    before: await files.readText(path),
  };
}

/** The text of a workflow that the project's repository has already; null when it has none. */
export async function existingCiWorkflow(files: Files, folder: string): Promise<string | null> {
  const { root } = await placeInRepository(files, folder);
  return files.readText(`${root}/${CI_WORKFLOW_PATH}`);
}

/**
 * Writes it, whole or not at all. Without `replace` nothing that exists is overwritten, also when it came
 * into being after the plan was made.
 */
export async function writeCiWorkflow(
  files: Files,
  { path, text }: PlannedCiWorkflow,
  replace: boolean,
): Promise<Outcome<null>> {
  try {
    if (!replace && (await files.exists(path))) return failed(isThere(path));
    await files.write(path, text);
    return ok(null);
  } catch (error) {
    return failed({
      kind: 'tool',
      code: 'ci-workflow-not-written',
      message: `Could not write ${path}: ${error instanceof Error ? error.message : String(error)}`,
      nextStep: 'Check that you may write to that folder, and that its disk has space left.',
      detail: '',
    });
  }
}

const isThere = (path: string) =>
  ({
    kind: 'usage',
    code: 'file-exists',
    message: `Could not write ${path}: it is there already, with other content`,
    nextStep: 'Give --force to replace it; the version in git is kept by git alone.',
    detail: '',
  }) as const;

/**
 * GitHub reads workflows from the root of a repository alone: the nearest folder that has a .git, which is
 * a file in worktrees and submodules. A project outside of any is its own.
 */
async function placeInRepository(
  files: Files,
  folder: string,
): Promise<{ readonly root: string; readonly project: string }> {
  const start = folder.replaceAll('\\', '/').replace(/(?<=.)\/+$/, '');
  for (let root = start; root !== ''; root = parentOf(root)) {
    if (!(await files.exists(`${root}/.git`))) continue;
    return { root, project: start === root ? '.' : start.slice(root.length + 1) };
  }
  return { root: start, project: '.' };
}

/** '' above the top: `/` and `C:` hold no project. */
const parentOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf('/'), 0));
