import { describe, expect, it } from 'vitest';
import { fileResolver, parseDependencies } from '../../../../extension/core/clang/dependencies';

describe('parseDependencies', () => {
  it('reads continued lines, escaped blanks and dollars', () => {
    const rule = 'a.o: /x/main.bpf.c \\\n  /my\\ headers/scx.h \\\n /d/$$x.h\n';
    expect(parseDependencies(rule)).toEqual(['/x/main.bpf.c', '/my headers/scx.h', '/d/$x.h']);
  });

  it('reads nothing out of an empty file', () => {
    expect(parseDependencies('')).toEqual([]);
  });
});

describe('fileResolver', () => {
  const resolve = fileResolver('/a/main.bpf.c', [
    '/a/main.bpf.c',
    '/b/main.bpf.c',
    '/a/one/types.h',
    '/a/two/types.h',
    '/a/queue.h',
  ]);

  it('gives the compiled source for its own name', () => {
    expect(resolve('main.bpf.c')).toBe('/a/main.bpf.c');
  });

  it('gives a header by its base name', () => {
    expect(resolve('queue.h')).toBe('/a/queue.h');
    expect(resolve('sub/queue.h')).toBe('/a/queue.h');
  });

  it('leaves a name that two files share alone', () => {
    expect(resolve('types.h')).toBeNull();
    expect(resolve('unknown.h')).toBeNull();
  });
});
