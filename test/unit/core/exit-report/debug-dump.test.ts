import { describe, expect, it } from 'vitest';
import { parseDebugDump } from '../../../../extension/core/exit-report/debug-dump';
import { dumpText } from './dump-text';

describe('a debug dump', () => {
  it('is a tree of processors and tasks, from 6.12', () => {
    const dump = parseDebugDump(dumpText('6.12'))!;
    expect(dump).toMatchObject({
      subject: null,
      trigger: 'kworker/u8:1[31] triggered exit kind 1026',
      reason: 'runnable task stall (lazy[812] failed to run for 5.100s)',
      backtrace: ['scx_watchdog_workfn+0x1e0/0x280', 'process_one_work+0x170/0x390'],
      lines: ['queued: 3'],
      isTruncated: false,
    });
    expect(dump.events.size).toBe(0);
    expect(dump.cpus.map(({ cpu, tasks }) => [cpu, tasks.map(({ pid }) => pid)])).toEqual([
      [0, [812, 813]],
      [12, []],
    ]);
    const [first, second] = dump.cpus;
    expect(first?.current).toEqual({ comm: 'swapper/0', pid: 0, schedClass: 'idle_sched_class' });
    expect(first?.fields.get('nr_run')).toBe('2');
    expect(first?.tasks[0]).toMatchObject({
      comm: 'lazy',
      state: 'R',
      isCurrent: false,
      scheduler: null,
      waitedMs: 5100,
      lines: ['      vtime far behind'],
      stack: ['do_nanosleep+0x68/0x160', 'entry_SYSCALL_64_after_hwframe+0x76/0x7e'],
    });
    expect(first?.tasks[0]?.fields.get('dsq_id')).toBe('0x0');
    expect(second?.lines).toEqual(['nothing queued here']);
    expect(second?.fields.get('cpus_to_kick')).toBe('0001');
  });

  it('names schedulers, a current task and counters, from 7.3', () => {
    const dump = parseDebugDump(dumpText('7.3'))!;
    expect(dump.subject).toBe('lazy: root');
    expect(dump.reason).toBeNull();
    expect(dump.cpus[0]?.fields.get('rescue')).toBe('0');
    expect(dump.cpus[0]?.tasks[0]).toMatchObject({
      comm: 'a b [c]',
      pid: 9,
      isCurrent: true,
      scheduler: 'root',
      waitedMs: 4,
    });
    expect([...dump.events]).toEqual([
      ['SCX_EV_SELECT_CPU_FALLBACK', 0],
      ['SCX_EV_DISPATCH_KEEP_LAST', 12],
    ]);
    expect(dump.isTruncated).toBe(true);
  });

  it('is the same with what ftrace puts before its lines, and with text around it', () => {
    const traced = dumpText('6.12').replaceAll(
      /^/gm,
      ' kworker/u8:1-31 [000] d..2.   41.901: sched_ext_dump: ',
    );
    expect(parseDebugDump(traced)).toEqual(parseDebugDump(dumpText('6.12')));
    const around = `DEBUG DUMP\n${'='.repeat(80)}\n\n${dumpText('7.3')}\n${'='.repeat(80)}\nEXIT: x\n`;
    expect(parseDebugDump(around)).toEqual(parseDebugDump(dumpText('7.3')));
  });

  it('is none in other text', () => {
    expect(parseDebugDump('')).toBeNull();
    expect(parseDebugDump('CPU 0   : nr_run=1\n')).toBeNull();
  });

  it('survives every cut', () => {
    for (const version of ['6.12', '7.3'] as const) {
      const text = dumpText(version);
      for (let end = 0; end <= text.length; end += 1) {
        parseDebugDump(text.slice(0, end));
        parseDebugDump(text.slice(end));
      }
    }
  });

  it('takes ten thousand tasks in one pass', () => {
    const head = 'x[1] triggered exit kind 1024:\n  error (y)\n\nCPU states\n----------\n\n';
    const cpu = 'CPU 0   : nr_run=10000 flags=0x1\n          curr=x[1] class=ext_sched_class\n\n';
    const tasks = Array.from(
      { length: 10_000 },
      (_, pid) => `  R task[${pid}] -${pid}ms\n      scx_state/flags=3/0x9 dsq_flags=0x0\n`,
    );
    const dump = parseDebugDump(head + cpu + tasks.join('\n'));
    expect(dump?.cpus[0]?.tasks.length).toBe(10_000);
  });
});
