import { createHash } from 'node:crypto';
import type { Target } from '../../core/sched-ext/target';
import type { WorkflowContext } from '../context';

const SHOWN_CHARS = 80;
const HASH_CHARS = 16;

/**
 * A name for what is made for one kernel of one target. Both are in the hash: a target may claim to run
 * any kernel, and what it sends is used for itself alone.
 */
export function kernelKey(target: Pick<Target, 'id'>, kernelBuild: string): string {
  const hash = createHash('sha256').update(`${target.id}\0${kernelBuild}`).digest('hex');
  const shown = kernelBuild.replaceAll(/[^\w.+-]/g, '_').slice(0, SHOWN_CHARS);
  return `${shown}-${hash.slice(0, HASH_CHARS)}`;
}

/** Where a target's vmlinux.h and what is made from it are kept. */
export function kernelFolder(
  context: Pick<WorkflowContext, 'cacheDir'>,
  target: Pick<Target, 'id'>,
  kernelBuild: string,
): string {
  return `${context.cacheDir}/kernels/${kernelKey(target, kernelBuild)}`;
}
