import { describe, expect, it } from 'vitest';
import { includedNames } from '../../../../extension/core/clang/included-names';
import { readPathFlags } from '../../../../extension/core/clang/path-flags';

describe('paths in flags', () => {
  const read = (...flags: string[]) => readPathFlags(flags, '/home/me/src');

  it.each([
    [['-I', '../include']],
    [['-I../include']],
    [['-I/home/me/include']],
    [['--include-directory=../include']],
    [['--include-directory', '../include']],
  ])('%j is a folder', (flags) => {
    expect(read(...flags)).toEqual({
      arguments: [
        { kind: 'text', text: '-I' },
        { kind: 'path', path: '/home/me/include' },
      ],
      folders: ['/home/me/include'],
      included: [],
    });
  });

  it.each(['-isystem', '-iquote', '-idirafter'])('%s is one too', (flag) => {
    expect(read(flag, 'x').folders).toEqual(['/home/me/src/x']);
    expect(read(`${flag}/x`).folders).toEqual(['/x']);
  });

  it('knows files that are included before the source', () => {
    expect(read('-include', 'config.h', '-imacros', '/home/me/m.h')).toEqual({
      arguments: [
        { kind: 'text', text: '-include' },
        { kind: 'text', text: 'config.h' },
        { kind: 'text', text: '-imacros' },
        { kind: 'path', path: '/home/me/m.h' },
      ],
      folders: [],
      included: ['config.h', '/home/me/m.h'],
    });
  });

  it('leaves everything else alone', () => {
    const flags = ['-DX="a b"', '-O2', '-include-pch', '@file', '-Wno-x', '-D', 'I', '=', ''];
    expect(read(...flags).arguments).toEqual(flags.map((text) => ({ kind: 'text', text })));
  });

  it('bears a flag whose value is missing', () => {
    expect(read('-I')).toEqual({
      arguments: [{ kind: 'text', text: '-I' }],
      folders: [],
      included: [],
    });
  });

  it('reads folders of Windows', () => {
    expect(readPathFlags([String.raw`-IC:\inc`, '-I..'], String.raw`D:\me\src`).folders).toEqual([
      String.raw`C:\inc`,
      String.raw`D:\me`,
    ]);
  });
});

describe('names that a source includes', () => {
  it.each([
    ['#include "a.h"', ['a.h']],
    ['  # include <scx/common.bpf.h> // why', ['scx/common.bpf.h']],
    ['#include \\\n "split.h"', ['split.h']],
    ['#include_next <x.h>', ['x.h']],
    ['#define HEADER "macro.h"\n#include HEADER', ['macro.h']],
    ['#if __has_include("maybe.h")', ['maybe.h']],
    ['#include "../up.c"\r\n#include "../up.c"\r\n', ['../up.c']],
    ['#include "/etc/passwd"\n#include "id_rsa"', []],
    ['int x; /* "a.h" */', []],
    ['#include "with blank\'$(id).h"', ["with blank'$(id).h"]],
  ])('%j', (text, names) => {
    expect(includedNames(text)).toEqual(names);
  });

  it('takes no longer than the text is', () => {
    expect(includedNames('#define x "'.repeat(20_000))).toEqual([]);
    expect(includedNames('#' + ' '.repeat(200_000))).toEqual([]);
  });
});
