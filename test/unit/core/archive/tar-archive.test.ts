import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tarArchive, type TarEntry } from '../../../../extension/core/archive/tar-archive';

const content = (text: string) => new TextEncoder().encode(text);
const ENTRIES: readonly TarEntry[] = [
  { path: 'home/me/a.bpf.c', content: content('int a;\n') },
  { path: '-leading dash.h', content: content('') },
  { path: `home/$(touch owned)/'"\`\n\\ü.h`, content: content('x'.repeat(512)) },
  { path: 'C:/Users/Jürgen/a.h', content: content('y'.repeat(513)) },
  { path: `${'deep/'.repeat(60)}n.h`, content: content('deep') },
  { path: `${'ü'.repeat(100)}.h`, content: content('cut inside of a character') },
];

describe('an archive', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scx tar '));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([['tar'], ['busybox tar']])('is unpacked by %s, whatever names are in it', (tool) => {
    const [program = '', ...args] = tool.split(' ');
    execFileSync(program, [...args, '-xmf', '-', '-C', folder], { input: tarArchive(ENTRIES) });
    for (const { path, content: expected } of ENTRIES)
      expect(new Uint8Array(readFileSync(join(folder, path)))).toEqual(expected);
  });

  it('has nothing of the time and the machine in it', () => {
    expect(tarArchive(ENTRIES)).toEqual(tarArchive(ENTRIES));
    expect(tarArchive([]).length).toBe(1024);
  });
});
