import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFiles, createTools } from '../../../extension/hosts';
import { displayCommand } from '../../../extension/hosts/processes/tools';

const node = process.execPath;

describe('createTools', () => {
  const logged: string[] = [];
  const tools = createTools((line) => logged.push(line));

  it('logs the command line, passes input and gives both outputs', async () => {
    const script =
      'process.stdin.pipe(process.stdout); console.error("to stderr"); process.exitCode = 3';
    const outcome = await tools.run({ argv: [node, '-e', script], input: 'böse\n' });
    expect(outcome).toEqual({
      kind: 'ok',
      value: { exitCode: 3, stdout: 'böse\n', stderr: 'to stderr\n' },
    });
    expect(logged.at(-1)).toContain('to stderr');
  });

  it('names a program that is not there', async () => {
    const outcome = await tools.run({ argv: ['no-such-program-here'] });
    expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'tool-missing' } });
  });

  it('ends a cancelled program', async () => {
    const controller = new AbortController();
    const running = tools.run({
      argv: [node, '-e', 'setInterval(() => {}, 1000)'],
      signal: controller.signal,
    });
    setTimeout(() => {
      controller.abort();
    }, 100);
    expect(await running).toEqual({ kind: 'cancelled' });
  });

  it('finds programs on PATH and by absolute path', async () => {
    expect(await tools.find(['no-such-program', node])).toBe(node);
    expect(await tools.find(['no-such-program'])).toBeNull();
  });

  it('shows command lines that can be copied into a shell', () => {
    expect(displayCommand(['clang', '-c', "/it's here/a.c"])).toBe(`clang -c '/it'\\''s here/a.c'`);
  });
});

describe('createFiles', () => {
  const files = createFiles();
  const folder = mkdtempSync(join(tmpdir(), 'scx files '));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('writes whole files and makes their folders', async () => {
    const path = join(folder, 'a/b.txt');
    await files.write(path, 'one');
    await files.write(path, 'two');
    expect(await files.readText(path)).toBe('two');
    expect(await files.list(join(folder, 'a'))).toEqual(['b.txt']);
  });

  it('never overwrites when asked to create', async () => {
    const path = join(folder, 'new.txt');
    expect(await files.create(path, 'first')).toBe(true);
    expect(await files.create(path, 'second')).toBe(false);
    expect(await files.readText(path)).toBe('first');
  });

  it('says null for what is not there', async () => {
    expect(await files.readText(join(folder, 'none'))).toBeNull();
    expect(await files.modified(join(folder, 'none'))).toBeNull();
    expect(await files.list(join(folder, 'none'))).toEqual([]);
    expect(await files.exists(join(folder, 'none'))).toBe(false);
  });
});
