import { describe, expect, it } from 'vitest';
import { isStackLine, recognise } from '../../../../extension/core/kernel-log/sched-ext-event';

/** Texts of kernels 6.12 to 7.3, with the kind, the scheduler and the reason they must give. */
const TEXTS: readonly (readonly [string, string, string | null, string | null])[] = [
  ['sched_ext: BPF scheduler "a.b_1" enabled (partial)', 'enabled', 'a.b_1', null],
  ['sched_ext: BPF sub-scheduler "s" enabled', 'enabled', 's', null],
  ['sched_ext: BPF scheduler "s" disabled (scx_bpf_error)', 'disabled', 's', 'scx_bpf_error'],
  ['sched_ext: BPF sub-scheduler "s" disabled (parent exiting)', 'disabled', 's', 'parent exiting'],
  ['sched_ext: s: non-existent DSQ 0x1267', 'error', 's', 'non-existent DSQ 0x1267'],
  ['sched_ext: ops error detected without ops (late)', 'error', null, 'late'],
  [
    'sched_ext: Not compatible with "isolcpus=" domain isolation',
    'error',
    null,
    'Not compatible with "isolcpus=" domain isolation',
  ],
  [
    'sched_ext: cid-form scheduler must use a BPF arena map',
    'error',
    null,
    'cid-form scheduler must use a BPF arena map',
  ],
  [
    'sched_ext: s: sh[182] failed to run for 5.040s',
    'stall',
    's',
    'sh[182] failed to run for 5.040s',
  ],
  [
    'sched_ext: Soft lockup - CPU3 stuck for 22s, disabling "s"',
    'lockup',
    's',
    'Soft lockup - CPU3 stuck for 22s, disabling "s"',
  ],
  [
    'sched_ext: Hard lockup - CPU 1, disabling BPF scheduler',
    'lockup',
    null,
    'Hard lockup - CPU 1, disabling BPF scheduler',
  ],
  [
    'sched_ext: s: soft lockup - CPU 1 stuck for 22s',
    'lockup',
    's',
    'soft lockup - CPU 1 stuck for 22s',
  ],
  ['sched_ext: s: RCU CPU stall detected!', 'lockup', 's', 'RCU CPU stall detected!'],
  ['sysrq: Trigger sched_ext debug dump', 'dump', null, null],
  ['sysrq: Disable sched_ext and revert all tasks to CFS', 'message', null, null],
  [
    'sched_ext: stall: watchdog timeout 2000ms <= rescue overload threshold 4096ms',
    'warning',
    'stall',
    null,
  ],
  ['sched_ext: kworker/0:1[8] has zero slice in pick_task_scx()', 'warning', null, null],
  ['sched_ext: "s" does not implement cgroup cpu.weight', 'warning', null, null],
  ['sched_ext: scx_bpf_dispatch() renamed to scx_bpf_dsq_insert()', 'warning', null, null],
  ['ops->cpu_acquire/release() are deprecated, use sched_switch TP instead', 'warning', null, null],
  ['SCX_OPS_HAS_CGROUP_WEIGHT is deprecated and a noop', 'warning', null, null],
  ['failed to re-attach ext_server on CPU 3 (-16)', 'warning', null, null],
  ['Sched_ext: x (enabled+all), task: runnable_at=-1ms', 'message', 'x', null],
  ['sched_ext: BPF schedulers not loaded', 'message', null, null],
];

describe('recognise', () => {
  it.each(TEXTS)('%s', (text, kind, ops, reason) => {
    expect(recognise({ text })).toMatchObject({ kind, ops, reason });
  });

  it.each([
    'usb 1-1: new device',
    '   scx_enable+0x1/0x2',
    'sched_extra: no',
    ' sched_ext: BPF scheduler "x" enabled',
    '',
  ])('is not about sched_ext: %j', (text) => {
    expect(recognise({ text })).toBeNull();
  });
});

it('knows the lines of a backtrace', () => {
  expect(isStackLine('   scx_exit+0x4f/0x70')).toBe(true);
  expect(isStackLine('   bpf_prog_0a1b2c3d4e5f6071_x_enqueue+0x4b/0xa8')).toBe(true);
  expect(isStackLine('   three blanks and words')).toBe(false);
});
