import { ok } from '../../core/findings/problem';
import { scriptWithArguments } from '../../core/ssh/remote-command';
import { sudoProblem, type Shell } from '../shell/shell-host';

/** This machine as a target: the same scripts, under its own sh. Linux only. */
export function createLocalShell(): Shell {
  const isRoot = process.getuid?.() === 0;
  return {
    target: { kind: 'local', id: 'local' },
    command: (script, args, privileged) => {
      const code = scriptWithArguments(script, args);
      return Promise.resolve(
        ok(
          privileged && !isRoot
            ? (['sudo', '-n', '--', 'sh', '-c', code] as const)
            : (['sh', '-c', code] as const),
        ),
      );
    },
    failure: (exit) => sudoProblem(exit, 'this machine'),
    dispose: () => Promise.resolve(),
  };
}
