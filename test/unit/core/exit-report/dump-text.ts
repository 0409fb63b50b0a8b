/** Dumps in the forms of two kernels, written after their format strings (kernel/sched/ext.c, ext/ext.c). */
export function dumpText(version: '6.12' | '7.3'): string {
  return version === '6.12' ? OLD : NEW;
}

const OLD = `kworker/u8:1[31] triggered exit kind 1026:
  runnable task stall (lazy[812] failed to run for 5.100s)

Backtrace:
  scx_watchdog_workfn+0x1e0/0x280
  process_one_work+0x170/0x390
queued: 3

CPU states
----------

CPU 0   : nr_run=2 flags=0x1 cpu_rel=0 ops_qseq=812 pnt_seq=77
          curr=swapper/0[0] class=idle_sched_class

  R lazy[812] -5100ms
      scx_state/flags=3/0x9 dsq_flags=0x0 ops_state/qseq=0/0
      sticky/holding_cpu=-1/-1 dsq_id=0x0 dsq_vtime=0 slice=20000000
      cpus=3
      vtime far behind

    do_nanosleep+0x68/0x160
    entry_SYSCALL_64_after_hwframe+0x76/0x7e

  S other[813] +2ms
      scx_state/flags=3/0x9 dsq_flags=0x0 ops_state/qseq=0/0
      cpus=3

CPU 12  : nr_run=0 flags=0x0 cpu_rel=0 ops_qseq=1 pnt_seq=1
          curr=busy[5] class=fair_sched_class
  cpus_to_kick   : 0001
nothing queued here
`;

const NEW = `lazy: root
Debug dump triggered by SysRq-D:

CPU states
----------

CPU 1   : nr_run=1 flags=0x1 cpu_rel=0 ksync=9
          rescue=0 budget=100000us rescuing=none[0]
          curr=a b [c][9] class=ext_sched_class

 *R a b [c][9] *root -4ms
      scx_state/flags=3/0xd dsq_flags=0x0 ops_state/qseq=0/0
      sticky/holding_cpu=-1/-1 dsq_id=(n/a)
      dsq_vtime=0 slice=20000000 weight=100
      cpus=3 no_mig=0

Event counters
--------------
              SCX_EV_SELECT_CPU_FALLBACK:                0
               SCX_EV_DISPATCH_KEEP_LAST:               12
~~~~ TRUNCATED ~~~~`;
