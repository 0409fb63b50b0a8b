/** How the verifier's script waits for its object, with a stand-in for bpftool: what a lab is too quick to show. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { REMOTE_SCRIPT_TEXTS } from '../../../extension/remote';

const { verify } = REMOTE_SCRIPT_TEXTS;
const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'ash']].filter(
  ([name = '']) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0,
);
/** Longer than a pipe holds at once, with newlines and zeros in it. */
const OBJECT = Buffer.alloc(200_000, 'line\n\0');

const appears = (folder: string, name: string) =>
  vi.waitFor(() => {
    expect(readdirSync(folder)).toContain(name);
  }, 10_000);

describe.each(SHELLS)('the waiting verifier under %s', (shell, ...options) => {
  let folder: string;
  let sent: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scx verify '));
    sent = join(folder, 'sent');
    mkdirSync(sent);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const bpftool = (script: string) => {
    writeFileSync(join(folder, 'bpftool'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bpftool'), 0o755);
  };
  const start = (detail = 'full', seconds = '20') => {
    const child = spawn(shell, [...options, '-c', verify, 'sh', detail, seconds, 'least', 'x-1'], {
      env: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, TMPDIR: sent },
    });
    const done = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { child, done, said: text(child.stdout) };
  };
  const send = (child: ChildProcess, size = OBJECT.length) => {
    child.stdin!.write(`${size}\n`);
    child.stdin!.write(OBJECT);
  };
  /** The last argument but one of `prog loadall FILE PINS`. */
  const SIZE = 'for word; do file=$before before=$word; done; wc -c <"$file"';

  it('takes an object that comes late, whole, and leaves nothing', async () => {
    bpftool(SIZE);
    const { child, done, said } = start();
    await appears(sent, 'scx-studio.x-1');
    send(child);
    expect((await said).replaceAll(' ', '')).toBe(`${OBJECT.length}\nscx-studio:bpftoolexited0\n`);
    child.stdin.end();
    expect(await done).toBe(0);
    expect(readdirSync(sent)).toEqual([]);
  });

  it('ends without an answer when no object comes, and leaves nothing', async () => {
    bpftool('echo asked');
    const { child, done, said } = start();
    await appears(sent, 'scx-studio.x-1');
    child.stdin.end();
    await done;
    expect(await said).not.toContain('asked');
    expect(readdirSync(sent)).toEqual([]);
  });

  it('ends bpftool when the answer is not wanted any more', async () => {
    bpftool(`echo $$ >'${folder}/pid'; exec sleep 60`);
    const { child, done } = start();
    send(child);
    await appears(folder, 'pid');
    child.stdin.end();
    expect(await done).not.toBe(0);
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(readdirSync(sent)).toEqual([]);
  });

  it('gives up a trace that takes too long, and asks once more without', async () => {
    bpftool('case "$*" in -d*) while :; do :; done ;; *) echo brief ;; esac');
    const { child, said } = start('full', '1');
    send(child);
    expect(await said).toMatch(
      /took more than 1 s and was left out\nbrief\nscx-studio: bpftool exited 0\n$/,
    );
    child.stdin.end();
  });

  it('says why it can store nothing', async () => {
    rmSync(sent, { recursive: true });
    const { done, said } = start();
    expect(await said).toMatch(/^scx-studio: cannot store the object: .*\n$/);
    expect(await done).toBe(74);
  });
});
