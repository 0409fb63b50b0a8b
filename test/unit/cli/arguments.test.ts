import { describe, expect, it } from 'vitest';
import { parseArguments, type ArgumentRules } from '../../../extension/cli/arguments';

const RULES: ArgumentRules = {
  name: 'load',
  operands: ['[FILE]'],
  options: {
    target: { value: 'TARGET', help: '' },
    replace: { help: '' },
    verbose: { short: 'v', help: '' },
    for: { short: 'f', value: 'SECONDS', help: '' },
  },
};
const parse = (...argv: string[]) => parseArguments(argv, RULES);
const problemOf = (...argv: string[]) => {
  const outcome = parse(...argv);
  if (outcome.kind !== 'problem') throw new Error(outcome.kind);
  return `${outcome.problem.message} | ${outcome.problem.nextStep}`;
};

describe('parseArguments', () => {
  it('reads options before, between and after operands', () => {
    const outcome = parse('-v', 'a b.bpf.c', '--target=root@vm', '--replace');
    if (outcome.kind !== 'ok') throw new Error(outcome.kind);
    expect(outcome.value.operands).toEqual(['a b.bpf.c']);
    expect(outcome.value.text('target')).toBe('root@vm');
    expect(outcome.value.has('verbose')).toBe(true);
    expect(outcome.value.text('for')).toBeNull();
  });

  it('takes what follows "--" as it is', () => {
    const outcome = parse('--', '--replace');
    expect(outcome.kind === 'ok' && outcome.value.operands).toEqual(['--replace']);
  });

  it('takes the last of a repeated option, and all when asked', () => {
    const outcome = parse('--target', 'a', '--target=-b', '-v');
    if (outcome.kind !== 'ok') throw new Error(outcome.kind);
    expect(outcome.value.text('target')).toBe('-b');
    expect(outcome.value.texts('target')).toEqual(['a', '-b']);
    expect(outcome.value.texts('verbose')).toEqual([]);
  });

  it.each([
    [['--targt', 'x'], '"load" has no option --targt | Did you mean --target?'],
    [['--xyz'], '"load" has no option --xyz | See: scx-studio load --help'],
    [['--constructor'], '"load" has no option --constructor | See: scx-studio load --help'],
    [['-q'], '"load" has no option -q | See: scx-studio load --help'],
    [['--target'], '--target needs a value | Write --target=TARGET.'],
    [['--target='], '--target needs a value | Write --target=TARGET.'],
    [['--target', '--replace'], '--target needs a value | Write --target=TARGET.'],
    [['-f'], '-f needs a value | Write -f SECONDS.'],
    [['--replace=yes'], '--replace takes no value | Write --replace alone.'],
    [['a', 'b'], '"load" takes no further argument "b" | See: scx-studio load --help'],
  ])('refuses %j', (argv, message) => {
    expect(problemOf(...argv)).toBe(message);
  });

  it('asks for an operand that is missing', () => {
    const outcome = parseArguments([], { ...RULES, operands: ['NAME'] });
    expect(outcome).toMatchObject({ problem: { kind: 'usage', message: '"load" needs NAME' } });
  });

  it.each(['0', '-1', 'ten', '1e3', '', '9999999'])('takes no "%s" for seconds', (text) => {
    const outcome = parse(`--for=${text}`);
    const seconds = outcome.kind === 'ok' ? outcome.value.seconds('for') : outcome;
    expect(seconds).toMatchObject({ kind: 'problem', problem: { kind: 'usage' } });
  });

  it('reads fractions of seconds', () => {
    const outcome = parse('--for', '0.5');
    expect(outcome.kind === 'ok' && outcome.value.seconds('for')).toEqual({
      kind: 'ok',
      value: 0.5,
    });
  });
});
