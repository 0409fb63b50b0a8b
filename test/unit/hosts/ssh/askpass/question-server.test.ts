import { execFile, type ExecFileException } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { Asker } from '../../../../../extension/hosts/api';
import { openQuestionServer } from '../../../../../extension/hosts/ssh/askpass/question-server';
import { bundleCommandLine } from '../../../../command-line-bundle';

let programs: string;
beforeAll(async () => {
  programs = dirname(await bundleCommandLine());
});

const open = (ask: Asker) =>
  openQuestionServer({ ask, target: 'box', programs, isWindowsSsh: false });

/** Runs what an ssh of this environment runs; gives its answer, or how it ended without one. */
const askBy = (env: Readonly<Record<string, string>>) =>
  new Promise<string | ExecFileException['code']>((resolve) => {
    const options = { env: { ...process.env, ...env } };
    execFile(env['SSH_ASKPASS']!, ['Password:'], options, (error, stdout) => {
      resolve(error === null ? stdout : error.code);
    });
  });

it('answers its own ssh, nobody who does not know the token, and leaves no socket', async () => {
  const server = await open(() => Promise.resolve('told'));
  expect(await askBy(server.env)).toBe('told\n');
  expect(await askBy({ ...server.env, SCX_ASKPASS_TOKEN: '' })).toBe(1);
  expect(existsSync(server.env['SCX_ASKPASS_SOCKET']!)).toBe(true);
  await server.close();
  expect(existsSync(server.env['SCX_ASKPASS_SOCKET']!)).toBe(false);
});

it('puts a question away when it closes', async () => {
  const put = new Promise<string>((resolve, reject) => {
    let asking: ReturnType<typeof askBy>;
    const opened = open((_question, signal) => {
      void opened.then((server) => server.close());
      return new Promise((answer) => {
        signal.addEventListener('abort', () => {
          answer(null);
          void asking.then((end) => {
            resolve(String(end));
          });
        });
      });
    });
    opened.then((server) => {
      asking = askBy(server.env);
    }, reject);
  });
  expect(await put).toBe('1');
});
