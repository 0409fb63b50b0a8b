import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import script from '../../../extension/remote/connection.sh';

const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'ash']].filter(
  ([program = '']) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
);

describe.concurrent.each(SHELLS)('a connection held by %s', (...shell) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scx-studio-connection-'));
    copyFileSync('/bin/sh', join(folder, 'sshd'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Below a process of sshd's name, with a login shell between the two that does not step aside. */
  const hold = (silenceS: number) => {
    const login = 'sh -c \'"$@"; echo login shell goes on\' sh "$@"; echo sshd goes on';
    const held = [...shell, '-c', script, 'sh', String(silenceS), 'ready'];
    const child = spawn(join(folder, 'sshd'), ['-c', login, 'sshd', ...held], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const end = once(child, 'exit').then(([status, signal]) => ({
      status: status as unknown,
      signal: signal as unknown,
    }));
    return { child, said: () => said, end, closed: once(child, 'close') };
  };

  it('ends with its input, and takes nothing with it', async () => {
    const { child, said, end, closed } = hold(30);
    child.stdin.end('beat\nbeat\n');
    expect(await end).toEqual({ status: 0, signal: null });
    await closed; // No watchdog and no sleep holds its output open.
    expect(said()).toBe('ready\nlogin shell goes on\nsshd goes on\n');
  });

  it("ends sshd's process when no heartbeat comes", async () => {
    const { said, end } = hold(5);
    expect(await end).toEqual({ status: null, signal: 'SIGTERM' });
    expect(said()).toMatch(/^ready\n/);
  });

  it('stays as long as heartbeats come', async () => {
    const { child, end } = hold(5);
    for (let beat = 0; beat < 4; beat += 1) {
      await pause(2000);
      child.stdin.write('beat\n');
    }
    expect(child.exitCode ?? child.signalCode).toBeNull();
    child.stdin.end();
    expect(await end).toEqual({ status: 0, signal: null });
  });
});
