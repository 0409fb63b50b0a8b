import { describe, expect, it } from 'vitest';
import { parseTraceLine } from '../../../../extension/core/bpf-output/trace-line';

const printed = (parts: object) => ({ kind: 'printed', ...parts });

describe('parseTraceLine', () => {
  it.each([
    // As kernel 6.12 wrote it in the lab.
    [
      '              ls-135     [001] ...21   114.625128: bpf_trace_printk: exit',
      printed({ comm: 'ls', pid: 135, cpu: 1, timeMicros: 114_625_128, text: 'exit' }),
    ],
    [
      '          <idle>-0       [000] d.s31     0.000009: bpf_trace_printk: a: bpf_trace_printk: b',
      printed({ comm: '<idle>', pid: 0, timeMicros: 9, text: 'a: bpf_trace_printk: b' }),
    ],
    [
      '   Web Content-9-4242  (   4200) [127] ...21 99999.000001: bpf_trace_printk: ',
      printed({ comm: 'Web Content-9', pid: 4242, cpu: 127, text: '' }),
    ],
    ['    sh-7  (-------) [000] 1.000000: bpf_trace_printk: x', printed({ pid: 7, text: 'x' })],
    ['CPU:3 [LOST 1234 EVENTS]', { kind: 'lost', count: 1234 }],
    ['lines', { kind: 'more', text: 'lines' }],
    ['<b>[001] bpf_trace_printk: no</b>', { kind: 'more' }],
  ])('%j', (line, expected) => {
    expect(parseTraceLine(line)).toMatchObject(expected);
  });

  it.each([
    '',
    '   ',
    '# tracer: nop',
    '     sh-132     [001] d..3.   114.6: sched_switch: prev_comm=sh'.replace(
      '114.6',
      '114.600000',
    ),
  ])('passes over %j', (line) => {
    expect(parseTraceLine(line)).toBeNull();
  });
});
