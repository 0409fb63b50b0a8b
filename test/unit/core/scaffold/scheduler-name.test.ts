import { describe, expect, it } from 'vitest';
import {
  LONGEST_NAME_BYTES,
  validateName,
} from '../../../../extension/core/scaffold/scheduler-name';

const invalid = (name: string, taken?: readonly string[]) => {
  const check = validateName(name, taken);
  if (check.kind === 'ok') throw new Error(`"${name}" was taken for a name`);
  return check;
};

describe('a name that will do', () => {
  it.each(['a', 'fifo', 'My_sched2', '_hidden', 'x'.repeat(LONGEST_NAME_BYTES), 'bpfland', 'scx'])(
    '%s',
    (name) => {
      expect(validateName(name)).toEqual({ kind: 'ok' });
    },
  );
});

describe('a name that will not do', () => {
  it.each([
    ['', 'A scheduler needs a name', null],
    ['   ', 'A scheduler needs a name', null],
    ['my-sched', '"-" can\'t be', 'my_sched'],
    ['my sched', "A space can't be", 'my_sched'],
    ['my\nsched', "A space can't be", 'my_sched'],
    [' fifo ', "A space can't be", 'fifo'],
    ['größe', '"ö" can\'t be', 'groesse'],
    ['gro\u0308sse', '"\u0308" can\'t be', 'groesse'],
    ['café.v2', '"é" can\'t be', 'cafe_v2'],
    ['расписание', '"р" can\'t be', null],
    ['🙂', '"🙂" can\'t be', null],
    ['../evil', '"." can\'t be', 'evil'],
    ['a/b', '"/" can\'t be', 'a_b'],
    ['9lives', "can't begin with a digit", 'my_9lives'],
    ['switch', 'is a word of the C language', 'switch_sched'],
    ['bool', 'is a word of the C language', 'bool_sched'],
    ['bpf', "are the kernel's", 'my_bpf'],
    ['scx_bpf_fifo', "are the kernel's", 'my_scx_bpf_fifo'],
    ['__x', "are the kernel's", 'x'],
    ['---', '"-" can\'t be', null],
  ])('%j', (name, message, suggestion) => {
    const check = invalid(name);
    expect(check.message).toContain(message);
    expect(check.suggestion).toBe(suggestion);
  });

  it('says how long a name is and how long it may be', () => {
    const check = invalid('x'.repeat(LONGEST_NAME_BYTES + 1));
    expect(check.message).toContain('128 bytes');
    expect(check.message).toContain('127 at most');
    expect(check.suggestion).toBe('x'.repeat(LONGEST_NAME_BYTES));
  });

  it('counts up from a name that is taken', () => {
    expect(invalid('fifo', ['fifo', 'fifo_2'])).toEqual({
      kind: 'invalid',
      message: '"fifo" is there already',
      suggestion: 'fifo_3',
    });
  });

  it('never suggests what it would refuse', () => {
    const names = ['my-sched', '9', 'if', 'bpf-x', '__', 'é'.repeat(200), '-'.repeat(300), 'my_9'];
    for (const name of names) {
      const check = validateName(name, ['my_sched', 'my_9', 'if_sched']);
      if (check.kind === 'ok' || check.suggestion === null) continue;
      expect(validateName(check.suggestion, ['my_sched', 'my_9', 'if_sched'])).toEqual({
        kind: 'ok',
      });
    }
  });
});
