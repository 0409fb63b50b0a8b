/** Tools of a machine that has only what a test says. */
import { ok } from '../../extension/core/findings/problem';
import type { Exit, ToolCommand, Tools } from '../../extension/hosts/api';

export interface FakeTools extends Tools {
  readonly commands: ToolCommand[];
}

/** `programs`: the paths that exist, by name; `answer` is what running one gives. */
export function createFakeTools(
  programs: Readonly<Record<string, string>>,
  answer: (command: ToolCommand) => Partial<Exit> = () => ({}),
): FakeTools {
  const commands: ToolCommand[] = [];
  return {
    commands,
    find: (names) => {
      const paths = new Set(Object.values(programs));
      const found = names.map((name) => programs[name] ?? (paths.has(name) ? name : undefined));
      return Promise.resolve(found.find((path) => path !== undefined) ?? null);
    },
    run: (command) => {
      commands.push(command);
      return Promise.resolve(ok({ exitCode: 0, stdout: '', stderr: '', ...answer(command) }));
    },
  };
}
