import { describe, expect, it } from 'vitest';
import { finding } from '../../../../extension/core/findings/finding';
import { githubAnnotation } from '../../../../extension/core/findings/github-annotations';

const PARTS = { code: 'verifier/null-pointer', severity: 'error', message: 'may be NULL' } as const;
const asItIs = (path: string) => path;

/** As the runner reads a command: properties up to `::`, each value unescaped (ActionCommand.cs). */
function read(line: string) {
  const [, command = '', properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const data = (text: string) =>
    text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
  const values = properties.split(',').map((part) => {
    const [name = '', value = ''] = part.split('=', 2);
    return [name, data(value.replaceAll('%3A', ':').replaceAll('%2C', ','))];
  });
  return { command, ...(Object.fromEntries(values) as object), message: data(message) };
}

describe('githubAnnotation', () => {
  it('is one line that the runner can read back', () => {
    const related = [
      { file: '/s/a.bpf.c', line: 9, column: 2, message: 'looked up here' },
      { file: '/s/a.h', line: null, column: null, message: 'in here' },
      { file: null, line: null, column: null, message: 'somewhere' },
    ];
    const place = { file: '/s/x, y: 100%.bpf.c', line: 12, column: 3 };
    const texts = { explanation: 'Why:\r\nso', suggestion: '50%0A is no line end' };
    const line = githubAnnotation(finding({ ...PARTS, ...place, ...texts, related }), (path) =>
      path.slice(3),
    );
    expect(line).not.toMatch(/[\r\n]/);
    expect(read(line)).toEqual({
      command: 'error',
      file: 'x, y: 100%.bpf.c',
      line: '12',
      col: '3',
      title: 'verifier/null-pointer',
      message:
        'may be NULL\na.bpf.c:9: looked up here\na.h: in here\nsomewhere\nWhy:\r\nso\n50%0A is no line end',
    });
  });

  it.each([
    [
      { file: 'a.c', line: 12 },
      '::error file=a.c,line=12,title=verifier/null-pointer::may be NULL',
    ],
    [{ file: 'a.c', column: 3 }, '::error file=a.c,title=verifier/null-pointer::may be NULL'],
    [{ line: 12 }, '::error title=verifier/null-pointer::may be NULL'],
  ])('leaves out what is unknown in %j', (place, expected) => {
    expect(githubAnnotation(finding({ ...PARTS, ...place }), asItIs)).toBe(expected);
  });

  it('keeps a Windows path whole', () => {
    const file = 'C:\\my work\\a,b.bpf.c';
    const line = githubAnnotation(finding({ ...PARTS, file, line: 1 }), asItIs);
    expect(read(line)).toMatchObject({ file, line: '1' });
  });

  it.each([
    ['warning', 'warning'],
    ['note', 'notice'],
  ] as const)('%s is a %s', (severity, command) => {
    const line = githubAnnotation(finding({ ...PARTS, severity }), asItIs);
    expect(line).toMatch(new RegExp(`^::${command} `));
  });
});
