import { failed, ok, type Outcome } from '../core/findings/problem';
import type { WorkflowContext } from './context';

/** One compiled scheduler: what build makes and verify and load send. All paths are absolute. */
export interface SchedulerObject {
  /** The .bpf.c it was made from. */
  readonly source: string;
  /** The object with DWARF. */
  readonly path: string;
  /** The object that is sent: without DWARF, BTF and line info kept. */
  readonly strippedPath: string;
  /** clang's make rule: every file it was made from. */
  readonly dependenciesPath: string;
  /** Kernel build it was compiled for (TargetFacts.kernelBuild). */
  readonly kernelBuild: string;
}

/** The object as it is sent. */
export async function readObject(
  { files }: Pick<WorkflowContext, 'files'>,
  { strippedPath }: SchedulerObject,
): Promise<Outcome<Uint8Array>> {
  const bytes = await files.readBytes(strippedPath);
  if (bytes) return ok(bytes);
  return failed({
    kind: 'internal',
    code: 'object-gone',
    message: `Could not read ${strippedPath}: it was removed after the build`,
    nextStep: 'Build again.',
    detail: '',
  });
}
