import { describe, expect, it } from 'vitest';
import {
  isAbsolutePath,
  pathBelow,
  uriOfPath,
} from '../../../../extension/core/findings/file-path';

describe('pathBelow', () => {
  it.each([
    ['/src', '/src/a b/ü.bpf.c', 'a b/ü.bpf.c'],
    ['/src/', '/src/a.c', 'a.c'],
    ['/', '/a.c', 'a.c'],
    ['/src', '/src/x/../a.c', 'a.c'],
    ['/src', '/srcs/a.c', null],
    ['/src', '/SRC/a.c', null],
    ['/src', '/src', null],
    ['/src', 'a.c', null],
    ['C:\\src', 'c:\\SRC\\x\\a.c', 'x/a.c'],
    ['C:\\src', 'D:\\src\\a.c', null],
    ['\\\\server\\share', '\\\\server\\share\\a.c', 'a.c'],
    ['/src', '/src/a\\b.c', 'a\\b.c'],
  ])('of %s: %s is %s', (folder, path, expected) => {
    expect(pathBelow(folder, path)).toBe(expected);
  });
});

describe('uriOfPath', () => {
  it.each([
    ['/src/a b/ü#?%.bpf.c', 'file:///src/a%20b/%C3%BC%23%3F%25.bpf.c'],
    ['C:\\my work\\a.c', 'file:///C:/my%20work/a.c'],
    ['c:/work/a:b.c', 'file:///c:/work/a%3Ab.c'],
    ['\\\\server\\my share\\a.c', 'file://server/my%20share/a.c'],
    ['lib/a b.c', 'lib/a%20b.c'],
    ['../inc/a.h', '../inc/a.h'],
    ['c:a.c', 'c%3Aa.c'],
    ['/src/\ud800.c', 'file:///src/%EF%BF%BD.c'],
  ])('of %s is %s', (path, expected) => {
    expect(uriOfPath(path)).toBe(expected);
    expect(() => new URL(uriOfPath(path), 'file:///root/')).not.toThrow();
  });
});

it('knows absolute paths of every system', () => {
  expect(['/a', 'C:\\a', 'c:/a', '\\\\s\\a'].every(isAbsolutePath)).toBe(true);
  expect(['a', './a', 'C:a', '', '\\a'].some(isAbsolutePath)).toBe(false);
});
