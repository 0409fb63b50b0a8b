import { describe, expect, it } from 'vitest';
import { parseDmesg, parseKmsg } from '../../../../extension/core/kernel-log/kmsg';

describe('parseKmsg', () => {
  it('reads a record', () => {
    expect(parseKmsg('6,417,542160933,-;sched_ext: BPF scheduler "passes" enabled')).toEqual({
      sequence: 417,
      timeMicros: 542160933,
      level: 6,
      text: 'sched_ext: BPF scheduler "passes" enabled',
    });
  });

  it('separates level and facility, and passes over fields of newer kernels', () => {
    expect(parseKmsg('12,7,1,c,caller=T1;from user space; really')).toMatchObject({
      level: 4,
      text: 'from user space; really',
    });
  });

  it('puts escaped bytes back', () => {
    expect(parseKmsg('6,1,2,-;gr\\xc3\\xbc\\xc3\\x9fe \\x09 a\\x5cb')?.text).toBe('grüße \t a\\b');
    expect(parseKmsg('6,1,2,-;half \\xc3 of one')?.text).toBe('half \ufffd of one');
  });

  it('takes continuation lines and noise for no records', () => {
    expect(parseKmsg(' SUBSYSTEM=acpi')).toBeNull();
    expect(parseKmsg('')).toBeNull();
    expect(parseKmsg('6,x,2,-;text')).toBeNull();
  });
});

describe('parseDmesg', () => {
  it.each([
    ['[  204.733674] sched_ext: x', 204_733_674, 6],
    ['[    0.000001] sched_ext: x', 1, 6],
    ['<3>[  204.733674] sched_ext: x', 204_733_674, 3],
    ['kern  :err   : [  204.733674] sched_ext: x', 204_733_674, 3],
    ['[  204.733674][  T123] sched_ext: x', 204_733_674, 6],
    ['[Sat Jan 31 12:00:00 2026] sched_ext: x', Number.NaN, 6],
    ['sched_ext: x', Number.NaN, 6],
  ])('reads %s', (line, timeMicros, level) => {
    expect(parseDmesg(line)).toEqual({
      sequence: Number.NaN,
      timeMicros,
      level,
      text: 'sched_ext: x',
    });
  });

  it('keeps the indentation of stack lines', () => {
    expect(parseDmesg('[  204.737991]    scx_enable.isra.0+0xb18/0x10b0')?.text).toBe(
      '   scx_enable.isra.0+0xb18/0x10b0',
    );
    expect(parseDmesg('   scx_enable.isra.0+0xb18/0x10b0')?.text).toBe(
      '   scx_enable.isra.0+0xb18/0x10b0',
    );
  });

  it('takes empty lines for no records', () => {
    expect(parseDmesg('')).toBeNull();
    expect(parseDmesg('  \r')).toBeNull();
  });
});
