/** Hosts as a window has them, over a real sshd, with a function of the test in place of the person who answers. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Question } from '../../../extension/hosts/api';
import { createTools } from '../../../extension/hosts';
import { createShellHost, type ShellHost } from '../../../extension/hosts/shell/shell-host';
import { createSshShell } from '../../../extension/hosts/ssh/ssh-shell';
import type { Sshd } from '../../sshd/sshd';

export type Answering = (question: Question) => string | null;

export interface AskedHostOptions {
  /** Lines of ssh_config(5); without them no key is offered. */
  readonly more?: readonly string[];
  /** As a look has it: each command makes a connection of its own. */
  readonly separate?: boolean;
}

export interface AskedHosts {
  /** What was asked and logged, oldest first. */
  readonly asked: Question[];
  readonly logged: string[];
  /** A host of the test's sshd, named "box", and its file of known keys. `answer` null: nobody is asked. */
  readonly of: (
    user: string,
    answer: Answering | null,
    options?: AskedHostOptions,
  ) => { readonly host: ShellHost; readonly known: string };
  /** Writes the sshd's key of now into a file of known keys. */
  readonly knownAlready: (file: string) => void;
}

/** `programs` is the folder of askpass.sh and askpass.js. */
export function createAskedHosts(sshd: () => Sshd, programs: () => string): AskedHosts {
  const asked: Question[] = [];
  const logged: string[] = [];
  const log = (line: string) => logged.push(line);
  return {
    asked,
    logged,
    of(user, answer, { more = ['PubkeyAuthentication no'], separate = false } = {}) {
      const known = join(sshd().folder, `known ${user}`);
      const config = sshd().configuration('box', user, [
        `UserKnownHostsFile "${known}"`,
        'IdentityAgent none',
        ...more,
      ]);
      const ask =
        answer &&
        ((question: Question) => {
          asked.push(question);
          return Promise.resolve(answer(question));
        });
      const target = { kind: 'ssh', id: 'box', destination: 'box' } as const;
      const tools = createTools(log);
      const args = ['-F', config, '--', 'box'];
      const shell = { tools, target, args, ask, programs: programs(), separate };
      return { host: createShellHost(createSshShell(shell), log, ask), known };
    },
    knownAlready(file) {
      writeFileSync(file, `[127.0.0.1]:${sshd().port} ${sshd().hostKey}\n`);
    },
  };
}
