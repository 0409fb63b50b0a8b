import { describe, expect, it } from 'vitest';
import { SCHED_EXT_KINDS } from '../../../extension/contracts/kernel-log-messages';
import { continueFind, startFind } from '../../../extension/webviews/kernel-log/find-in-rows';
import { KernelLogModel } from '../../../extension/webviews/kernel-log/kernel-log-model';
import { ALL_ROWS } from '../../../extension/webviews/kernel-log/row-filter';
import { CHUNK_ROWS } from '../../../extension/webviews/kernel-log/row-store';
import { logRows, numberedRows, type FakeRow } from '../../fakes/log-rows';

const never = () => false;
const label = (kind: (typeof SCHED_EXT_KINDS)[number]) => 1 + SCHED_EXT_KINDS.indexOf(kind);
const texts = (model: KernelLogModel) =>
  Array.from({ length: model.count }, (_, index) => model.row(index)?.text);

function filtered(rows: readonly FakeRow[], filter: Partial<typeof ALL_ROWS>) {
  const model = new KernelLogModel();
  model.append(logRows(rows));
  model.setFilter({ ...ALL_ROWS, ...filter });
  model.work(never);
  return texts(model);
}

describe('KernelLogModel', () => {
  const rows: readonly FakeRow[] = [
    { text: 'one' },
    { text: 'sched_ext: fifo: bad', level: 3, label: label('error') },
    { text: '   scx_exit+0x6d/0xa0', level: 4 },
    { text: 'quiet', level: 7 },
    { text: '3 records are missing', level: null, timeMicros: Number.NaN },
    { text: '   blanks of another', level: 5 },
  ];

  it('filters by all words, in any case', () => {
    expect(filtered(rows, { text: ' FIFO  bad' })).toEqual(['sched_ext: fifo: bad']);
  });

  it('filters by level; what is missing is always said', () => {
    expect(filtered(rows, { maxLevel: 4 })).toEqual([
      'sched_ext: fifo: bad',
      '   scx_exit+0x6d/0xa0',
      '3 records are missing',
    ]);
  });

  it('keeps a backtrace with the row it belongs to', () => {
    const wanted = ['sched_ext: fifo: bad', '   scx_exit+0x6d/0xa0', '3 records are missing'];
    expect(filtered(rows, { label: 'any' })).toEqual(wanted);
    expect(filtered(rows, { label: label('error') - 1 })).toEqual(wanted);
    expect(filtered(rows, { label: label('stall') - 1 })).toEqual(['3 records are missing']);
  });

  it('filters what is appended, in steps', () => {
    const model = new KernelLogModel();
    model.setFilter({ ...ALL_ROWS, text: '7' });
    model.append(numberedRows(5000));
    let looks = 0;
    model.work(() => (looks += 1) > 1);
    expect(model.isBusy).toBe(true);
    model.append(numberedRows(5, 70_000));
    model.work(never);
    expect(model.isBusy).toBe(false);
    expect(model.count).toBe(
      Array.from({ length: 5000 }, (_, n) => n).filter((n) => String(n).includes('7')).length + 5,
    );
    expect(model.row(model.count - 1)?.text).toBe('line 70004');
    expect(model.row(model.count)).toBeNull();
  });

  it('forgets the oldest rows, by number and by size', () => {
    const limits = { rows: 2 * CHUNK_ROWS, characters: 1e9 };
    const model = new KernelLogModel(limits);
    expect(model.append(numberedRows(2 * CHUNK_ROWS))).toBe(0);
    expect(model.append(numberedRows(1, 2 * CHUNK_ROWS))).toBe(CHUNK_ROWS);
    expect(model.total).toBe(CHUNK_ROWS + 1);
    expect(model.row(0)?.text).toBe(`line ${CHUNK_ROWS}`);
    const small = new KernelLogModel({ rows: 1e9, characters: 100_000 });
    small.append(numberedRows(10 * CHUNK_ROWS));
    expect(small.total).toBe(2 * CHUNK_ROWS);
    expect(small.row(small.count - 1)?.text).toBe(`line ${10 * CHUNK_ROWS - 1}`);
  });

  it('says how many filtered rows went, and finds rows by their number', () => {
    const model = new KernelLogModel({ rows: 2 * CHUNK_ROWS, characters: 1e9 });
    model.setFilter({ ...ALL_ROWS, text: '00' });
    model.append(numberedRows(2 * CHUNK_ROWS));
    model.work(never);
    const before = texts(model);
    const gone = model.append(numberedRows(1, 2 * CHUNK_ROWS));
    expect(gone).toBe(before.filter((text) => Number(text?.slice(5)) < CHUNK_ROWS).length);
    expect(model.row(0)?.text).toBe('line 4100');
    expect(model.indexOf(model.row(3)?.id ?? -1)).toBe(3);
    expect(model.indexOf(0)).toBe(0);
  });

  it('is empty after a clear, and gives no number twice', () => {
    const model = new KernelLogModel();
    model.append(numberedRows(3));
    const last = model.row(2)?.id ?? 0;
    model.clear();
    expect([model.total, model.count, model.row(0)]).toEqual([0, 0, null]);
    model.append(numberedRows(1));
    expect(model.row(0)?.id).toBeGreaterThan(last);
  });

  it('keeps text of any alphabet, and empty rows', () => {
    const strange = ['', 'Grüße 🐧', '\u2028', '<b>', '', ''];
    expect(
      filtered(
        strange.map((text) => ({ text })),
        {},
      ),
    ).toEqual(strange);
  });
});

describe('finding in rows', () => {
  const model = new KernelLogModel();
  model.append(logRows(['A cat', 'dog', 'a CAT', 'bird'].map((text) => ({ text }))));
  const find = (text: string, step: 1 | -1, from: number) =>
    continueFind(startFind(text, step, from, model), model, never);

  it('goes on and back, once round', () => {
    expect([find('cat', 1, -1), find('cat', 1, 0), find('cat', 1, 2)]).toEqual([0, 2, 0]);
    expect([find('Cat', -1, 4), find('cat', -1, 0)]).toEqual([2, 2]);
    expect([find('dog', 1, 1), find('fish', 1, 1)]).toEqual([1, 'nowhere']);
  });

  it('goes on later when its time is over', () => {
    const long = new KernelLogModel();
    long.append(numberedRows(9000));
    const state = startFind('line 8999', 1, -1, long);
    expect(continueFind(state, long, () => true)).toBeNull();
    expect(continueFind(state, long, never)).toBe(8999);
  });
});
