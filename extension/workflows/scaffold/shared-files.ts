import { ok, type Outcome } from '../../core/findings/problem';
import { projectPath, type ProjectFile } from '../../core/scaffold/template';
import type { WorkflowContext } from '../context';
import { readTemplateFiles } from './template-files';

/** Folders of bpf-templates/ whose files every project gets, and where they lie in it. */
const SHARED = [
  ['include', 'include/'],
  ['editor', ''],
] as const;

/** Headers and what editors read, as they stand in a project. */
export async function sharedFiles({
  files,
  templatesDir,
}: WorkflowContext): Promise<Outcome<readonly ProjectFile[]>> {
  const shared: ProjectFile[] = [];
  for (const [folder, within] of SHARED) {
    const read = await readTemplateFiles(files, `${templatesDir}/${folder}`);
    if (read.kind !== 'ok') return read;
    shared.push(...read.value.map((file) => ({ ...file, path: projectPath(within + file.path) })));
  }
  return ok(shared);
}
