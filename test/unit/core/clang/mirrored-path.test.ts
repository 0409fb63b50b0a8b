import { describe, expect, it } from 'vitest';
import {
  inLocalPaths,
  mirroredPath,
  prefixMaps,
} from '../../../../extension/core/clang/mirrored-path';
import { parseClang } from '../../../../extension/core/clang/clang-output';

describe('where files lie in the tree', () => {
  it.each([
    ['/home/me/a b.h', '/home/me/a b.h'],
    ['/home/me/x/../a.h', '/home/me/a.h'],
    ['/home/ü/$(id)/\n.h', '/home/ü/$(id)/\n.h'],
    ['/home/a\\b.h', '/home/a\\b.h'],
    [String.raw`C:\Users\Jürgen\a.h`, '/C:/Users/Jürgen/a.h'],
    [String.raw`c:\Users/me\inc\..\a.h`, '/c:/Users/me/a.h'],
    [String.raw`\\server\share\a.h`, '/UNC/server/share/a.h'],
    ['/../../etc/a.h', '/etc/a.h'],
    [String.raw`C:\..\..\a.h`, '/C:/a.h'],
  ])('%j', (path, expected) => {
    expect(mirroredPath(path)).toBe(expected);
  });
});

describe('names in the object', () => {
  /** As clang applies -ffile-prefix-map: the last that fits (17 and later). */
  const applied = (files: readonly string[], name: string) => {
    const map = prefixMaps(files).findLast(({ from }) => name.startsWith(from));
    return map === undefined ? name : map.to + name.slice(map.from.length);
  };

  it('are those of this machine on POSIX', () => {
    expect(applied(['/home/me/a.bpf.c'], '/home/me/a.bpf.c')).toBe('/home/me/a.bpf.c');
  });

  it.each([
    String.raw`C:\me\a.bpf.c`,
    String.raw`C:\me\include\scx\common.bpf.h`,
    String.raw`\\server\share\me\b.h`,
  ])('are those of this machine on Windows: %s', (file) => {
    const files = [String.raw`C:\me\a.bpf.c`, String.raw`C:\me\include\scx\common.bpf.h`, file];
    expect(applied(files, mirroredPath(file))).toBe(file);
  });

  it('keep forward slashes below a Windows folder with "=" in its name', () => {
    const file = String.raw`C:\a=b\c.h`;
    expect(applied([file], mirroredPath(file))).toBe('C:/a=b/c.h');
    expect(prefixMaps([file]).every(({ from }) => !from.includes('='))).toBe(true);
  });

  it('gives earlier clangs, which take the longest one, the same', () => {
    const lengths = prefixMaps([String.raw`C:\a.c`, String.raw`C:\b\c\d.h`, String.raw`C:\b\e.h`])
      .filter(({ to }) => to.endsWith('\\'))
      .map(({ from }) => from.length);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  });
});

describe('what clang said there', () => {
  const tree = '/tmp/scx-studio.AbC123/tree';

  it('names files of this machine', () => {
    const said = `In file included from ${tree}/home/me/a.bpf.c:1:\n${tree}/home/me/../me/b.h:3:5: error: no\n`;
    expect(inLocalPaths(said, { tree, files: ['/home/me/a.bpf.c'] })).toBe(
      'In file included from /home/me/a.bpf.c:1:\n/home/me/../me/b.h:3:5: error: no\n',
    );
  });

  it('names files of Windows, so that findings have places', () => {
    const files = [String.raw`C:\Users\Jürgen x\a.bpf.c`, String.raw`\\server\share\b.h`];
    const said = [
      `In file included from ${tree}/C:/Users/Jürgen x/a.bpf.c:2:`,
      `${tree}/UNC/server/share/b.h:3:5: error: unknown type name 'foo'`,
      `    3 |     foo x;`,
    ].join('\n');
    const [finding] = parseClang(inLocalPaths(said, { tree, files }));
    expect(finding).toMatchObject({ file: files[1], line: 3, column: 5 });
    expect(finding?.related[0]).toMatchObject({ file: files[0], line: 2 });
  });

  it('names what was not sent as this machine would', () => {
    const files = [String.raw`C:\me\a.bpf.c`];
    const said = `${tree}/C:/me/missing/b.h ${tree}/UNC/server/share/c.h`;
    expect(inLocalPaths(said, { tree, files })).toBe('C:/me/missing/b.h \\\\server/share/c.h');
  });

  it('takes the whole of a name that begins with another one', () => {
    const files = [String.raw`C:\me\a.c`, String.raw`C:\me\a.c.h`];
    expect(inLocalPaths(`${tree}/C:/me/a.c.h:1:1`, { tree, files })).toBe(
      String.raw`C:\me\a.c.h:1:1`,
    );
  });
});
