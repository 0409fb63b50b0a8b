import type { Finding } from '../../core/findings/finding';
import type { FoundObject } from '../../workflows/build/found-objects';

/**
 * Whether it is our way of compiling that fails, not the text: the project's build made an object of this very text,
 * or a header is not found, which the project's build may make or know the place of. Schedulers do not compile for
 * minutes while they are written; nobody is asked about these.
 */
export function mayProjectHelp(errors: readonly Finding[], found: readonly FoundObject[]): boolean {
  return (
    found.some(({ isCurrent }) => isCurrent) ||
    errors.some(({ message }) => message.endsWith("' file not found"))
  );
}
