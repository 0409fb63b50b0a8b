import { describe, expect, it } from 'vitest';
import { MAX_LOG_ROWS, type LogRow } from '../../../extension/contracts/kernel-log-messages';
import {
  ALL_ROWS,
  copyText,
  countText,
  KernelLogModel,
  toneOf,
} from '../../../extension/webviews/kernel-log/kernel-log-model';

const row = (id: number, parts: Partial<LogRow> = {}): LogRow => ({
  id,
  timeMicros: 12_345_678,
  level: 6,
  text: `line ${id}`,
  schedExt: null,
  ...parts,
});
const filtered = (rows: readonly LogRow[], filter: Partial<typeof ALL_ROWS>) => {
  const model = new KernelLogModel();
  model.reset(rows);
  model.setFilter({ ...ALL_ROWS, ...filter });
  return model.shown.map(({ id }) => id);
};

describe('KernelLogModel', () => {
  const error = row(2, { schedExt: 'error', text: 'sched_ext: fifo: bad', level: 3 });
  const trace = row(3, { text: '   scx_exit+0x6d/0xa0', level: 4 });
  const remark = row(5, { level: null, text: '3 records were lost' });
  const rows = [row(1), error, trace, row(4, { level: 7 }), remark, row(6)];

  it('filters by all words, in any case', () => {
    expect(filtered(rows, { text: ' FIFO  bad' })).toEqual([2]);
  });

  it('filters by level', () => {
    expect(filtered(rows, { maxLevel: 4 })).toEqual([2, 3, 5]);
  });

  it('keeps a backtrace with the sched_ext row it belongs to', () => {
    expect(filtered(rows, { onlySchedExt: true })).toEqual([2, 3, 5]);
    expect(filtered([trace], { onlySchedExt: true })).toEqual([]);
  });

  it('filters what is appended, and forgets the oldest', () => {
    const model = new KernelLogModel();
    model.reset(Array.from({ length: MAX_LOG_ROWS }, (_, id) => row(id)));
    expect(model.append([row(MAX_LOG_ROWS), row(MAX_LOG_ROWS + 1)])).toBe(2);
    expect(model.total).toBe(MAX_LOG_ROWS);
    expect(model.shown[0]?.id).toBe(2);
    model.setFilter({ ...ALL_ROWS, text: 'nothing has this' });
    expect(model.append([row(MAX_LOG_ROWS + 2)])).toBe(0);
    expect(model.shown).toEqual([]);
    expect(model.isFiltered).toBe(true);
  });
});

describe('a row', () => {
  it('has a tone by what it says', () => {
    expect(toneOf(row(1, { schedExt: 'stall' }))).toBe('error');
    expect(toneOf(row(1, { level: 2 }))).toBe('error');
    expect(toneOf(row(1, { schedExt: 'disabled' }))).toBe('warning');
    expect(toneOf(row(1, { schedExt: 'enabled' }))).toBe('good');
    expect(toneOf(row(1, { schedExt: 'message' }))).toBe('sched-ext');
    expect(toneOf(row(1, { level: null }))).toBe('remark');
    expect(toneOf(row(1))).toBe('plain');
  });

  it('is copied as dmesg prints it', () => {
    expect(copyText(row(1))).toBe('[   12.345678] info: line 1');
    expect(copyText(row(1, { timeMicros: null }))).toBe('info: line 1');
    expect(copyText(row(1, { level: null, text: 'lost' }))).toBe('-- lost --');
  });

  it('is counted', () => {
    expect(countText(1, 1, false)).toBe('1 row');
    expect(countText(3, 12_000, true)).toBe('3 of 12,000 rows');
  });
});
