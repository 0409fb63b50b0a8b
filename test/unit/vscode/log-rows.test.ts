import { describe, expect, it } from 'vitest';
import { MAX_LOG_ROWS } from '../../../extension/contracts/kernel-log-messages';
import type { KernelRecord } from '../../../extension/core/sched-ext/target';
import { LogRows } from '../../../extension/vscode/kernel-log-view/log-rows';

const record = (sequence: number, text = `record ${sequence}`): KernelRecord => ({
  sequence,
  timeMicros: sequence * 10,
  level: 6,
  text,
});

describe('LogRows', () => {
  it('numbers rows and sees what they say of sched_ext', () => {
    const log = new LogRows();
    const [row] = log.take(record(7, 'sched_ext: BPF scheduler "fifo" enabled'));
    expect(row).toMatchObject({ id: 0, timeMicros: 70, level: 6, schedExt: 'enabled' });
  });

  it('passes over what it has when the log is read again from its start', () => {
    const log = new LogRows();
    for (const sequence of [1, 2, 3]) log.take(record(sequence));
    expect([1, 2, 3].flatMap((sequence) => log.take(record(sequence)))).toEqual([]);
    expect(log.take(record(4))).toHaveLength(1);
    expect(log.rows.map(({ text }) => text)).toEqual(
      [1, 2, 3, 4].map((sequence) => `record ${sequence}`),
    );
  });

  it('says how many records were lost', () => {
    const log = new LogRows();
    log.take(record(1));
    const added = log.take(record(5));
    expect(added.map(({ level, text }) => [level, text])).toEqual([
      [null, '3 records were lost: the log grew too fast'],
      [6, 'record 5'],
    ]);
  });

  it('takes every record of a log that numbers none, and can not resume it', () => {
    const log = new LogRows();
    const unnumbered = { ...record(1), sequence: Number.NaN, timeMicros: Number.NaN };
    expect(log.take(unnumbered)).toHaveLength(1);
    expect(log.take(unnumbered)).toHaveLength(1);
    expect(log.rows[0]?.timeMicros).toBeNull();
    expect(log.canResume).toBe(false);
    log.clear();
    expect(log.canResume).toBe(true);
  });

  it('keeps the newest rows only', () => {
    const log = new LogRows();
    for (let sequence = 0; sequence < MAX_LOG_ROWS * 1.5; sequence += 1) log.take(record(sequence));
    expect(log.rows.length).toBeLessThanOrEqual(MAX_LOG_ROWS * 1.1);
    expect(log.rows.at(-1)?.text).toBe(`record ${MAX_LOG_ROWS * 1.5 - 1}`);
  });
});
