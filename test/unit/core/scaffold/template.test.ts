import { describe, expect, it } from 'vitest';
import { defaultValues } from '../../../../extension/core/scaffold/option-values';
import { renderTemplate, startPlace } from '../../../../extension/core/scaffold/template';
import { manifestOf } from './manifest';

const MAIN = { path: 'minimal.bpf.c', content: '' };

const rename = (content: string, name = 'mine', path = 'x') => {
  const manifest = manifestOf({ scheduler: 'minimal' });
  const files = path === MAIN.path ? [{ path, content }] : [{ path, content }, MAIN];
  const rendered = renderTemplate(files, { manifest, name, values: {} });
  if (rendered.kind === 'wrong') throw new Error(rendered.wrong);
  return rendered.files[0]!;
};

describe('renderTemplate', () => {
  it('renames words and the beginnings of identifiers', () => {
    expect(rename('minimal minimal_enqueue "minimal" minimal.bpf.c\n').content).toBe(
      'mine mine_enqueue "mine" mine.bpf.c\n',
    );
  });

  it('leaves longer words and the ends of identifiers', () => {
    const text = 'minimally minimal2 not_minimal 3minimal';
    expect(rename(text).content).toBe(text);
  });

  it('renames files, and leaves folders of other names', () => {
    expect(rename('', 'mine', 'minimal.bpf.c').path).toBe('mine.bpf.c');
    expect(rename('', 'mine', '.vscode/settings.json').path).toBe('.vscode/settings.json');
  });

  it('takes the name as it is, a $ or & of a replacement pattern too', () => {
    expect(rename('minimal', '$&').content).toBe('$&');
  });
});

const SOURCE = `const volatile u32 slice_us = 20000;
#define SWITCH_PARTIAL false
static u64 slice_us_seen;
const DEPTH: usize = 4;
	if (slice_us == 5) x->depth = 3;
`;

describe('options of a template', () => {
  const constant = (name: string) => ({ constants: [{ file: 'x', name }] });
  const integer = { type: 'integer', label: 'Slice', default: 1, minimum: 0, maximum: 9 };
  const render = (option: object, value: number | boolean, content = SOURCE) => {
    const manifest = manifestOf({ scheduler: 's', options: { one: option } });
    const files = [
      { path: 'x', content },
      { path: 's.bpf.c', content: '' },
      { path: 'tool/a.c', content: '' },
      { path: 'tool.c', content: '' },
    ];
    return renderTemplate(files, { manifest, name: 's', values: { one: value } });
  };
  const textOf = (rendered: ReturnType<typeof render>) =>
    rendered.kind === 'files' ? rendered.files[0]!.content : rendered.wrong;

  it.each([
    ['slice_us', 7, 'const volatile u32 slice_us = 7;'],
    ['SWITCH_PARTIAL', 3, '#define SWITCH_PARTIAL 3\n'],
    ['DEPTH', 2, 'const DEPTH: usize = 2;'],
  ])('sets the constant %s', (name, value, line) => {
    const text = textOf(render({ ...integer, ...constant(name) }, value));
    expect(text).toContain(line);
    expect(text.split('\n')).toHaveLength(SOURCE.split('\n').length);
  });

  it('names a constant that is not there, or there twice', () => {
    expect(textOf(render({ ...integer, ...constant('none') }, 1))).toBe(
      'x has not one constant none',
    );
    const twice = render({ ...integer, ...constant('slice_us') }, 1, SOURCE + SOURCE);
    expect(textOf(twice)).toBe('x has not one constant slice_us');
    const elsewhere = { ...integer, constants: [{ file: 'y', name: 'slice_us' }] };
    expect(textOf(render(elsewhere, 1))).toBe('y has not one constant slice_us');
  });

  it('leaves out files and folders, and constants within them', () => {
    const off = { type: 'boolean', label: 'Tool', default: true, files: ['tool'] };
    const rendered = render({ ...off, constants: [{ file: 'tool/a.c', name: 'none' }] }, false);
    if (rendered.kind === 'wrong') throw new Error(rendered.wrong);
    expect(rendered.files.map(({ path }) => path)).toEqual(['x', 's.bpf.c', 'tool.c']);
  });

  it('has defaults', () => {
    expect(defaultValues(manifestOf({ options: { one: integer } }))).toEqual({ one: 1 });
  });
});

describe('startPlace', () => {
  it('is the code below the comment', () => {
    expect(startPlace('{\n\t/* Start here. */\n\tcall();\n}\n')).toEqual({ line: 3, column: 2 });
  });

  it('is below a comment of several lines', () => {
    const text = '{\n\t/*\n\t * Start here:\n\t * more.\n\t */\n\tcall();\n}\n';
    expect(startPlace(text)).toEqual({ line: 6, column: 2 });
  });

  it('is the first line where nothing is marked', () => {
    expect(startPlace('int x;\n')).toEqual({ line: 1, column: 1 });
    expect(startPlace('')).toEqual({ line: 1, column: 1 });
  });

  it('stays within the file', () => {
    expect(startPlace('/* Start here */')).toEqual({ line: 1, column: 1 });
  });
});
