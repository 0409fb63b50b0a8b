import type { Memento } from 'vscode';

/**
 * Sources of which an object of the project's own build is taken, and nothing is compiled. What was chosen is kept with
 * the workspace in VS Code's own storage: no file of a repository can have another object loaded.
 */
export interface GivenObjects {
  /** Absolute path of the object; null where SCX Studio compiles the source. */
  of(source: string): string | null;
  /** null goes back to compiling. */
  choose(source: string, object: string | null): Promise<void>;
}

const MEMORY_KEY = 'objects';

export function createGivenObjects(memory: Pick<Memento, 'get' | 'update'>): GivenObjects {
  const known = () => new Map(memory.get<readonly (readonly [string, string])[]>(MEMORY_KEY) ?? []);
  return {
    of: (source) => known().get(source) ?? null,
    async choose(source, object) {
      const objects = known();
      if (object === null) objects.delete(source);
      else objects.set(source, object);
      await memory.update(MEMORY_KEY, objects.size === 0 ? undefined : [...objects]);
    },
  };
}
