import type { Memento } from 'vscode';

/** A scheduler that some window had loaded when it was last heard of. */
export interface RememberedRun {
  /** As people write it: `root@box`, `lab:6.18`. */
  readonly target: string;
  readonly ops: string;
}

/** What windows of this user have loaded, kept by VS Code: it outlives a window that was killed. */
export interface RememberedRuns {
  list(): readonly RememberedRun[];
  add(run: RememberedRun): void;
  remove(target: string): void;
}

const MEMORY_KEY = 'loadedRuns';

export function createRememberedRuns(memory: Memento): RememberedRuns {
  const list = () => (memory.get<unknown[]>(MEMORY_KEY) ?? []).filter(isRun);
  const others = (target: string) => list().filter((run) => run.target !== target);
  return {
    list,
    add(run) {
      void memory.update(MEMORY_KEY, [...others(run.target), run]);
    },
    remove(target) {
      void memory.update(MEMORY_KEY, others(target));
    },
  };
}

/** Another version of the extension may have written it. */
function isRun(value: unknown): value is RememberedRun {
  if (typeof value !== 'object' || value === null) return false;
  const { target, ops } = value as Partial<RememberedRun>;
  return typeof target === 'string' && typeof ops === 'string';
}
