import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogRows } from '../../../extension/contracts/kernel-log-messages';
import { MAX_WAITING_ROWS, RowStream } from '../../../extension/vscode/kernel-log-view/row-stream';

const row = (text: string) => ({ text, timeMicros: 1, level: 6, label: 0 });
let sent: LogRows[] = [];
let stream = new RowStream(() => undefined);
beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  stream = new RowStream((rows) => sent.push(rows));
});
afterEach(() => {
  stream.dispose();
  vi.useRealTimers();
});

describe('RowStream', () => {
  it('sends what comes together as one message, control characters made visible', () => {
    stream.add(row('a\nb\u001b[31m'));
    stream.remark('gap');
    expect(sent).toEqual([]);
    vi.runAllTimers();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.texts).toBe(String.raw`a\x0ab\x1b[31m` + '\ngap');
    expect(Array.from(sent[0]?.levels ?? [])).toEqual([6, 8]);
    expect(Array.from(sent[0]?.timesMicros ?? [])).toEqual([1, Number.NaN]);
  });

  it('waits for a panel that does not take more in', () => {
    for (let at = 0; at < 10; at += 1) {
      stream.add(row(`r${at}`));
      vi.runAllTimers();
    }
    expect(sent).toHaveLength(4);
    stream.taken();
    vi.runAllTimers();
    expect(sent).toHaveLength(5);
    expect(sent[4]?.texts).toBe('r4\nr5\nr6\nr7\nr8\nr9');
    stream.renew();
    stream.add(row('again'));
    vi.runAllTimers();
    expect(sent).toHaveLength(6);
  });

  it('keeps the newest of a flood, and says what it passed over', () => {
    for (let at = 0; at <= MAX_WAITING_ROWS; at += 1) stream.add(row(`r${at}`));
    vi.runAllTimers();
    const [first, second] = sent[0]?.texts.split('\n', 2) ?? [];
    expect(first).toMatch(/^100,001 rows were passed over/);
    expect(second).toBe('r100001');
    expect(sent[0]?.timesMicros.length).toBe(MAX_WAITING_ROWS / 2 + 1);
  });

  it('sends nothing of what was cleared', () => {
    stream.add(row('x'));
    stream.clear();
    vi.runAllTimers();
    expect(sent).toEqual([]);
  });
});
