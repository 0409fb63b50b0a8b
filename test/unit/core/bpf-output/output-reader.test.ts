import { expect, it } from 'vitest';
import { createOutputReader } from '../../../../extension/core/bpf-output/output-reader';

const line = (micros: number, text: string) =>
  `   sh-1   [000] ...21     1.${String(micros).padStart(6, '0')}: bpf_trace_printk: ${text}`;

function read(...lines: readonly string[]) {
  const reader = createOutputReader();
  return lines
    .map((text) => reader.push(text))
    .filter((item) => item !== null)
    .map((item) =>
      item.kind === 'line' ? `${item.isHistory ? 'old' : 'new'} ${item.line.text}` : item,
    );
}

it('names the boot', () => {
  expect(read('boot 1-2', 'live')).toEqual([{ kind: 'boot', id: '1-2' }, { kind: 'live' }]);
});

it('says once what is printed while the history is read', () => {
  expect(
    read(
      `history ${line(1, 'one')}`,
      `history ${line(2, 'two')}`,
      'live',
      line(1, 'one'),
      line(2, 'two'),
      line(3, 'three'),
      line(3, 'three'),
    ),
  ).toEqual(['old one', 'old two', { kind: 'live' }, 'new three', 'new three']);
});

it('gives each line of one text, and what is missing', () => {
  expect(read('live', line(1, 'two'), 'lines', '', 'CPU:0 [LOST 9 EVENTS]', line(2, 'x'))).toEqual([
    { kind: 'live' },
    'new two',
    'new lines',
    { kind: 'lost', count: 9 },
    'new x',
  ]);
});

it('does not repeat the rest of a text that was history', () => {
  expect(read(`history ${line(1, 'two')}`, 'live', line(1, 'two'), 'lines')).toEqual([
    'old two',
    { kind: 'live' },
  ]);
});

it('says why nothing can be read, without what a terminal would act on', () => {
  expect(read('refused no \u001b[31mtracefs')).toEqual([{ kind: 'refused', words: 'no tracefs' }]);
});
