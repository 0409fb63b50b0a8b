import { describe, expect, it } from 'vitest';
import {
  misfit,
  readOptionWords,
  valueOf,
} from '../../../../extension/core/scaffold/option-values';
import { readManifest, staysInside } from '../../../../extension/core/scaffold/template-manifest';
import { manifestOf } from './manifest';

const MUST = { title: 'A title', description: 'What it does', scheduler: 'first' };
const INTEGER = { type: 'integer', label: 'Slice', default: 5, minimum: 1, maximum: 9 };
const wrongIn = (parts: object) => {
  const read = readManifest(JSON.stringify({ ...MUST, ...parts }));
  return read.kind === 'wrong' ? read.wrong : null;
};

describe('readManifest', () => {
  it('takes one that says no more than it must', () => {
    expect(manifestOf({})).toMatchObject({ tags: [], options: {} });
  });

  it.each([
    [{ title: undefined }, /^title: /],
    [{ title: ' ' }, /^title: /],
    [{ titel: 'x' }, /^titel: /],
    [{ scheduler: 'a-b' }, /^scheduler: /],
    [{ scheduler: '(a+)+$' }, /^scheduler: /],
    [{ main: '../x.bpf.c' }, /^main: /],
    [{ picture: '/etc/passwd' }, /^picture: /],
    [{ options: { Slice: INTEGER } }, /^options\.Slice: /],
    [{ options: { slice: { ...INTEGER, type: 'float' } } }, /^options\.slice\.type: /],
    [{ options: { slice: { ...INTEGER, default: 1.5 } } }, /^options\.slice\.default: /],
    [{ options: { slice: { ...INTEGER, default: 10 } } }, /10 is not between 1 and 9/],
    [
      { options: { one: { type: 'choice', label: 'One', default: 'c', choices: { a: 'A' } } } },
      /"c" is none of its choices/,
    ],
    [
      { options: { slice: { ...INTEGER, constants: [{ file: 'C:x', name: 'y' }] } } },
      /^options\.slice\.constants\.0\.file: /,
    ],
    [
      { options: { slice: { ...INTEGER, constants: [{ file: 'x', name: 'a|b' }] } } },
      /^options\.slice\.constants\.0\.name: /,
    ],
  ])('refuses %j', (parts, words) => {
    expect(wrongIn(parts)).toMatch(words);
  });

  it('refuses what is no JSON, and what is no object', () => {
    expect(readManifest('{')).toMatchObject({ kind: 'wrong' });
    expect(readManifest('[]')).toMatchObject({ kind: 'wrong' });
    expect(readManifest('null')).toMatchObject({ kind: 'wrong' });
  });
});

describe('staysInside', () => {
  it.each(['a', 'a/b.c', '.clangd', 'a..b', 'größe 1'])('takes %j', (path) => {
    expect(staysInside(path)).toBe(true);
  });
  it.each(['', '/a', '..', 'a/../b', './a', 'a//b', 'a/', 'C:a', 'a\\b', '\\\\host\\x', 'a\0'])(
    'refuses %j',
    (path) => {
      expect(staysInside(path)).toBe(false);
    },
  );
});

describe('readOptionWords', () => {
  const choice = { type: 'choice', label: 'One', default: 'a', choices: { a: 'A', b: 'B' } };
  const boolean = { type: 'boolean', label: 'On', default: true };
  const manifest = manifestOf({ options: { slice: INTEGER, one: choice, on: boolean } });
  const read = (...words: string[]) => readOptionWords(manifest, words);

  it('keeps defaults, and takes what is given', () => {
    expect(read()).toEqual({ kind: 'values', values: { slice: 5, one: 'a', on: true } });
    expect(read('slice=7', 'one=b', 'on=NO')).toMatchObject({
      values: { slice: 7, one: 'b', on: false },
    });
  });

  it.each([
    ['slice=0', '0 is not between 1 and 9'],
    ['slice=1e1', '"1e1" is no whole number'],
    ['slice=', '"" is no whole number'],
    ['slice', 'it needs a value'],
    ['one=c', '"c" is none of a, b'],
    ['one=toString', '"toString" is none of a, b'],
    ['on=maybe', '"maybe" is neither yes nor no'],
    ['none=1', 'the template has no option "none"'],
    ['__proto__=1', 'the template has no option "__proto__"'],
  ])('refuses %s', (word, wrong) => {
    const said = read(word);
    expect(said.kind === 'wrong' && said.wrong).toContain(wrong);
  });

  it('reads what misfit() lets pass', () => {
    for (const text of ['yes', 'off', '0', 'TRUE']) {
      expect(misfit(manifest.options['on']!, text)).toBeNull();
    }
    expect(valueOf(manifest.options['on']!, 'off')).toBe(false);
  });
});
