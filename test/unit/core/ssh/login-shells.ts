/** The shells that people have at login, each started as sshd does it: SHELL -c COMMAND. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface LoginShell {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  /** What it reads before any command, below the home folder; null when it reads nothing. */
  readonly rc: string | null;
}

const ALL: readonly LoginShell[] = [
  { name: 'dash', argv: ['/bin/dash', '-c'], rc: null },
  { name: 'bash', argv: ['/bin/bash', '-c'], rc: '.bashrc' },
  { name: 'busybox ash', argv: ['/bin/busybox', 'ash', '-c'], rc: null },
  { name: 'fish', argv: ['/usr/bin/fish', '-c'], rc: '.config/fish/config.fish' },
  { name: 'tcsh', argv: ['/usr/bin/tcsh', '-c'], rc: '.tcshrc' },
  { name: 'csh', argv: ['/bin/bsd-csh', '-c'], rc: '.cshrc' },
];

export const LOGIN_SHELLS = ALL.filter(({ argv: [file] }) => existsSync(file));

/** A home folder, and beside it an empty one to run in, in which nothing may appear. */
export interface LoginPlace {
  /** What the command wrote to standard output; throws when it failed or left something in its folder. */
  run(shell: LoginShell, command: string): Buffer;
  writeHome(name: string, text: string): void;
  remove(): void;
}

const MOST_BYTES = 1 << 26;

export function createLoginPlace(): LoginPlace {
  const root = mkdtempSync(join(tmpdir(), 'scx-studio-login-'));
  const [home, empty] = [join(root, 'home'), join(root, 'empty')];
  for (const folder of [home, empty]) mkdirSync(folder);
  /** A PATH on which `sh` is this shell too, where it can be one. */
  const pathOf = ({ argv: [file] }: LoginShell) => {
    if (!/\/(?:dash|bash|busybox)$/.test(file)) return process.env['PATH'];
    const folder = join(root, file);
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true });
      symlinkSync(file, join(folder, 'sh'));
    }
    return `${folder}:${process.env['PATH']}`;
  };
  return {
    run(shell, command) {
      const { name, argv } = shell;
      const [file, ...args] = argv;
      // SSH_CLIENT: bash reads .bashrc for a command that sshd starts.
      const env = {
        HOME: home,
        PATH: pathOf(shell),
        SSH_CLIENT: '127.0.0.1 1 22',
        LANG: 'C',
      };
      const ended = spawnSync(file, [...args, command], { cwd: empty, env, maxBuffer: MOST_BYTES });
      if (ended.status !== 0) {
        throw new Error(`${name} ended with ${ended.status}: ${ended.stderr.toString()}`);
      }
      const made = readdirSync(empty);
      if (made.length > 0) throw new Error(`${name} made ${made.join(', ')} of ${command}`);
      return ended.stdout;
    },
    writeHome(name, text) {
      mkdirSync(dirname(join(home, name)), { recursive: true });
      writeFileSync(join(home, name), text);
    },
    remove() {
      rmSync(root, { recursive: true });
    },
  };
}
