import { describe, expect, it } from 'vitest';
import {
  SCHED_EXT_KINDS,
  type SchedExtKind,
} from '../../../extension/contracts/kernel-log-messages';
import { ageText } from '../../../extension/webviews/kernel-log/age-text';
import { movedIndex } from '../../../extension/webviews/kernel-log/row-selection';
import type { LogRow } from '../../../extension/webviews/kernel-log/row-store';
import { copyText, countText, toneOf } from '../../../extension/webviews/kernel-log/row-text';
import {
  barHeight,
  barOfTop,
  lastTop,
  MAX_PIXELS,
  topOfBar,
} from '../../../extension/webviews/kernel-log/scroll-space';

const row = (parts: Partial<LogRow> = {}): LogRow => ({
  id: 1,
  timeMicros: 12_345_678,
  level: 6,
  text: 'line 1',
  label: null,
  ...parts,
});
const ofKind = (kind: SchedExtKind) => row({ label: SCHED_EXT_KINDS.indexOf(kind) });

describe('a row', () => {
  it('has a tone by what it says', () => {
    const tone = (one: LogRow) => toneOf(one, 'kernel-log');
    expect(['stall', 'lockup', 'error'].map((kind) => tone(ofKind(kind as SchedExtKind)))).toEqual([
      'error',
      'error',
      'error',
    ]);
    expect(tone(row({ level: 2 }))).toBe('error');
    expect([tone(ofKind('disabled')), tone(ofKind('warning')), tone(row({ level: 4 }))]).toEqual([
      'warning',
      'warning',
      'warning',
    ]);
    expect([tone(ofKind('enabled')), tone(ofKind('message'))]).toEqual(['good', 'sched-ext']);
    expect([tone(row({ level: null })), tone(row())]).toEqual(['remark', 'plain']);
    expect(toneOf(ofKind('stall'), 'bpf-output')).toBe('plain');
  });

  it('is copied as dmesg prints it', () => {
    const copied = (one: LogRow) => copyText(one, 'kernel-log', SCHED_EXT_KINDS);
    expect(copied(row())).toBe('[   12.345678] info: line 1');
    expect(copied(row({ timeMicros: null }))).toBe('info: line 1');
    expect(copied(row({ level: null, text: 'lost' }))).toBe('-- lost --');
    const printed = row({ text: 'sh-12 CPU 1\tpid 12' });
    expect(copyText(printed, 'bpf-output', [])).toBe('[   12.345678] sh-12 CPU 1: pid 12');
    expect(copyText({ ...printed, label: 0 }, 'bpf-output', ['x_enqueue'])).toBe(
      '[   12.345678] x_enqueue: pid 12',
    );
  });

  it('is counted', () => {
    const text = (count: number, total: number, isFiltered: boolean, unseen = 0) =>
      countText({ count, total, isFiltered, unseen });
    expect(text(1, 1, false)).toBe('1 row');
    expect(text(3, 12_000, true)).toBe('3 of 12,000 rows');
    expect(text(5, 5, false, 1234)).toBe('5 rows, 1,234 new');
  });
});

it('says how old the rows are, and nothing negative when a clock is set back', () => {
  const now = new Date(2026, 10, 23, 16, 20, 5).getTime();
  expect(ageText(now, now + 42_000)).toMatch(/end at 16:20:05, 42 s ago; they go on by themselves/);
  expect(ageText(now, now + 125_000)).toContain('2 min ago');
  expect(ageText(now, now + 7_300_000)).toContain('2 h ago');
  expect(ageText(now, now - 5000)).toContain('0 s ago');
});

it('moves by keys, and stays among the rows', () => {
  const to = (key: string, index: number, count = 100) =>
    movedIndex(key, index, { page: 10, count });
  expect([to('ArrowUp', 5), to('ArrowDown', 5), to('PageUp', 5), to('PageDown', 5)]).toEqual([
    4, 6, 0, 15,
  ]);
  expect([to('Home', 5), to('End', 5), to('ArrowDown', 99), to('x', 5)]).toEqual([0, 99, 99, null]);
  expect(to('End', 0, 0)).toBeNull();
});

describe('the scroll bar', () => {
  const few = { rows: 1000, rowHeight: 18, viewport: 400 };
  const million = { rows: 1_000_000, rowHeight: 18, viewport: 400 };

  it('is the rows, pixel by pixel, while a browser can', () => {
    expect(barHeight(few)).toBe(18_000);
    expect(barOfTop(1234, few)).toBe(1234);
    expect(topOfBar(1234, { bar: 0, top: 0 }, few)).toBe(1234);
  });

  it('stands for more than it measures beyond that, and reaches both ends', () => {
    expect(barHeight(million)).toBe(MAX_PIXELS);
    expect(barOfTop(lastTop(million), million)).toBe(MAX_PIXELS - 400);
    const somewhere = { bar: 100_000, top: 300_000 };
    expect(topOfBar(MAX_PIXELS - 400, somewhere, million)).toBe(lastTop(million));
    expect(topOfBar(0, somewhere, million)).toBe(0);
  });

  it('moves by a wheel as far as the wheel, by a drag as far as it points', () => {
    const before = { bar: 100_000, top: 300_000 };
    expect(topOfBar(100_100, before, million)).toBe(300_100);
    expect(topOfBar(99_900, before, million)).toBe(299_900);
    const half = (MAX_PIXELS - 400) / 2;
    expect(topOfBar(half, before, million)).toBe(lastTop(million) / 2);
  });

  it('has nowhere to go in a short list', () => {
    const short = { rows: 3, rowHeight: 18, viewport: 400 };
    expect([lastTop(short), barOfTop(0, short), topOfBar(5, { bar: 0, top: 0 }, short)]).toEqual([
      0, 0, 0,
    ]);
  });
});
