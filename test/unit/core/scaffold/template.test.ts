import { describe, expect, it } from 'vitest';
import {
  renderTemplate,
  startPlace,
  templateSummary,
} from '../../../../extension/core/scaffold/template';

const rename = (content: string, name = 'mine', path = 'x') =>
  renderTemplate([{ path, content }], { template: 'minimal', name })[0]!;

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

describe('templateSummary', () => {
  it('is the sentence behind the name, over line breaks and comment stars', () => {
    const text = '/* SPDX */\n/*\n * minimal: one queue for all\n * CPUs.\n *\n * More.\n */\n';
    expect(templateSummary(text, 'minimal')).toBe('one queue for all CPUs');
  });

  it('ends with the comment', () => {
    expect(templateSummary('/* minimal: one queue */\nint x;\n', 'minimal')).toBe('one queue');
  });

  it('is empty where there is none', () => {
    expect(templateSummary('int x;\n', 'minimal')).toBe('');
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
