import type { FoundObject } from '../../workflows/build/found-objects';

/** What can be chosen for a source. */
export type ObjectAnswer<Task> =
  | { readonly kind: 'object'; readonly path: string }
  /** A file that the user names. */
  | { readonly kind: 'pick' }
  /** The project's build first. */
  | { readonly kind: 'build'; readonly task: Task }
  | { readonly kind: 'compile' };

export interface ObjectRow<Task> {
  readonly label: string;
  readonly description: string;
  readonly answer: ObjectAnswer<Task>;
}

export interface ObjectChoice<Task> {
  readonly found: readonly FoundObject[];
  readonly tasks: readonly Task[];
  /** What is taken now; null when SCX Studio compiles. */
  readonly chosen: string | null;
  /** How the user knows a path. */
  readonly relative: (path: string) => string;
}

/** The objects that were found, the newest first; then what makes a new one; then compiling, which is the default. */
export function objectRows<Task extends { readonly name: string }>(
  choice: ObjectChoice<Task>,
): readonly ObjectRow<Task>[] {
  return [
    ...objectsOf(choice),
    { label: 'Pick a File…', description: '', answer: { kind: 'pick' } },
    ...choice.tasks.map((task) => ({
      label: `Build with ${task.name}`,
      description: 'then choose what it built',
      answer: { kind: 'build' as const, task },
    })),
    {
      label: 'Compile with SCX Studio',
      description: described(choice.chosen === null, 'default'),
      answer: { kind: 'compile' },
    },
  ];
}

/** A file that was picked stays in the list while it is taken. */
function objectsOf({
  found,
  chosen,
  relative,
}: ObjectChoice<unknown>): readonly ObjectRow<never>[] {
  const row = (path: string, ...said: readonly string[]): ObjectRow<never> => ({
    label: relative(path),
    description: described(path === chosen, ...said),
    answer: { kind: 'object', path },
  });
  const isListed = chosen === null || found.some(({ path }) => path === chosen);
  return [
    ...(isListed ? [] : [row(chosen)]),
    ...found.map(({ path, isCurrent }) =>
      row(path, isCurrent ? 'newer than its source' : 'older than its source'),
    ),
  ];
}

function described(isTaken: boolean, ...said: readonly string[]): string {
  return [...said, ...(isTaken ? ['in use'] : [])].join(' · ');
}
