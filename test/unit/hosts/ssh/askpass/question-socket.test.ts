import { dirname } from 'node:path';
import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { questionSocket } from '../../../../../extension/hosts/ssh/askpass/question-socket';

it('is a named pipe of its own on Windows', async () => {
  const pipe = await questionSocket('win32');
  expect(pipe).toMatch(/^\\\\\.\\pipe\\scx-studio-[\da-f-]{36}$/);
  expect(await questionSocket('win32')).not.toBe(pipe);
});

it.each(['linux', 'darwin'] as const)(
  'lies in a folder that only this user reaches on %s',
  async (system) => {
    expect(statSync(dirname(await questionSocket(system))).mode & 0o777).toBe(0o700);
  },
);
