import { ok } from '../../core/findings/problem';
import { scriptWithArguments } from '../../core/ssh/remote-command';
import { sudoProblem, type Shell } from '../shell/shell';

/** This machine as a target: the same scripts, under its own sh. Linux only. */
export function createLocalShell(): Shell {
  const isRoot = process.getuid?.() === 0;
  return {
    target: { kind: 'local', id: 'local' },
    sharesConnection: true,
    begins: null,
    open: () => Promise.resolve(ok(null)),
    command: (script, args, become) => {
      const argv = ['sh', '-c', scriptWithArguments(script, args)] as const;
      return Promise.resolve(ok(isRoot || become === 'user' ? argv : [...SUDO[become], ...argv]));
    },
    failure: (exit) => Promise.resolve(sudoProblem(exit, 'this machine')),
    dispose: () => Promise.resolve(),
  };
}

const SUDO = {
  root: ['sudo', '-n', '--'],
  'root-by-password': ['sudo', '-k', '-S', '-p', '', '--'],
} as const;
