/** The schema by which VS Code checks a template.json while it is written says what the reader says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../../extension/core/scaffold/template-manifest';

const REPOSITORY = new URL('../../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, REPOSITORY), 'utf8');

interface Validator {
  compile(schema: object): (data: unknown) => boolean;
}
// The one that eslint brings.
const ofEslint = createRequire(createRequire(import.meta.url).resolve('eslint'));
const Ajv = ofEslint('ajv') as new (options: object) => Validator;
const schema = JSON.parse(read('media/template.schema.json')) as object;
const isValid = new Ajv({ meta: true, unknownFormats: 'ignore' }).compile(schema);

const MUST = { title: 'A title', description: 'What it does', scheduler: 'first' };
const INTEGER = { type: 'integer', label: 'Slice', default: 5, minimum: 1, maximum: 9 };
const BOOLEAN = { type: 'boolean', label: 'On', default: true };
const CHOICE = { type: 'choice', label: 'One', default: 'a', choices: { a: 'A' } };
const options = (one: object) => ({ options: { one } });
const constant = (parts: object) =>
  options({ ...INTEGER, constants: [{ file: 'a.c', name: 'x', ...parts }] });

const verdicts = (data: unknown) => ({
  reader: readManifest(JSON.stringify(data)).kind === 'manifest',
  schema: isValid(JSON.parse(JSON.stringify(data))),
});
const BOTH = { reader: true, schema: true };
const NONE = { reader: false, schema: false };

const SHIPPED = readdirSync(new URL('bpf-templates', REPOSITORY)).filter((name) =>
  existsSync(new URL(`bpf-templates/${name}/template.json`, REPOSITORY)),
);

describe('both take', () => {
  it.each([
    {},
    {
      $schema: 'x',
      tags: ['a', 'b'],
      main: 'src/first.bpf.c',
      picture: 'größe 1.svg',
      options: {},
    },
    options({ ...INTEGER, description: '', unit: 'µs' }),
    options({ ...BOOLEAN, files: ['.clangd', 'a..b', 'a/b.c'] }),
    options({ ...CHOICE, constants: [{ file: 'a.rs', name: '_X1' }] }),
    { scheduler: 'intern' },
    { scheduler: 'bpfland' },
    { scheduler: '_x' },
    { scheduler: 'x'.repeat(127) },
    { title: 'x'.repeat(500) },
  ])('%j', (parts) => {
    expect(verdicts({ ...MUST, ...parts })).toEqual(BOTH);
  });

  it.each(SHIPPED)('the one of %s', (name) => {
    expect(verdicts(JSON.parse(read(`bpf-templates/${name}/template.json`)))).toEqual(BOTH);
  });
});

describe('both refuse', () => {
  it.each([
    { title: undefined },
    { title: ' ' },
    { title: 3 },
    { title: 'x'.repeat(501) },
    { titel: 'x' },
    { tags: [''] },
    { tags: 'x' },
    { scheduler: 'a-b' },
    { scheduler: '1st' },
    { scheduler: '' },
    { scheduler: 'größe' },
    { scheduler: 'typeof_unqual' },
    { scheduler: 'while' },
    { scheduler: '__x' },
    { scheduler: 'bpf' },
    { scheduler: 'scx_bpf_x' },
    { scheduler: 'x'.repeat(128) },
    ...[
      '',
      '/a',
      '..',
      'a/../b',
      './a',
      'a//b',
      'a/',
      'C:a',
      'a\\b',
      '\\\\host\\x',
      'a\0',
      '.',
      'a/.',
    ].flatMap((path) => [{ main: path }, { picture: path }, constant({ file: path })]),
    { options: { Slice: INTEGER } },
    { options: { 'a b': INTEGER } },
    options({ ...INTEGER, type: 'float' }),
    options({ ...INTEGER, type: undefined }),
    options({ ...INTEGER, default: 1.5 }),
    options({ ...INTEGER, maximum: 2 ** 60 }),
    options({ ...INTEGER, minimum: undefined }),
    options({ ...INTEGER, choices: { a: 'A' } }),
    options({ ...BOOLEAN, default: 'yes' }),
    options({ ...BOOLEAN, unit: 'µs' }),
    options({ ...CHOICE, choices: {} }),
    options({ ...CHOICE, choices: { 'a b': 'A' } }),
    options({ ...CHOICE, choices: { a: '' } }),
    options({ ...CHOICE, default: '' }),
    constant({ name: 'a|b' }),
    constant({ name: undefined }),
    constant({ other: 1 }),
  ])('%j', (parts) => {
    expect(verdicts({ ...MUST, ...parts })).toEqual(NONE);
  });

  it.each([null, [], 'x', 3])('%j', (data) => {
    expect(verdicts(data)).toEqual(NONE);
  });
});

it('only the reader sees whether a default is one of the values that its option takes', () => {
  for (const one of [
    { ...INTEGER, default: 10 },
    { ...CHOICE, default: 'b' },
  ]) {
    expect(verdicts({ ...MUST, ...options(one) })).toEqual({ reader: false, schema: true });
  }
});
