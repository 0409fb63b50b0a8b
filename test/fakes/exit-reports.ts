import { exitInfo } from '../../extension/core/exit-report/exit-info';
import {
  exitReport,
  type ExitParts,
  type ExitReport,
} from '../../extension/core/exit-report/exit-report';
import { finding } from '../../extension/core/findings/finding';
import { dumpText } from '../unit/core/exit-report/dump-text';

/** A report of a stall, with parts of its own. */
export function reportOf(parts: Partial<ExitParts> = {}): ExitReport {
  return exitReport({
    ops: 'lazy',
    target: 'lab:6.18',
    kernel: '6.18.15',
    subject: '/home/me/lazy/lazy.bpf.c',
    startedAt: '2026-11-23T18:49:01.584Z',
    endedAt: '2026-11-23T18:49:07.193Z',
    hasRun: true,
    exit: exitInfo({ kind: 1026, code: '0', message: 'lazy[812] failed to run for 5.100s' }),
    findings: [
      finding({
        code: 'run/stall',
        severity: 'error',
        message:
          'The scheduler "lazy" let a task wait too long: lazy[812] failed to run for 5.100s',
        file: '/home/me/lazy/lazy.bpf.c',
        line: 26,
        explanation: 'The watchdog found a task that was ready to run and did not get a CPU.',
        suggestion: 'Find the path on which enqueue inserts nothing.',
      }),
    ],
    backtrace: [
      {
        ...{ text: 'scx_bpf_error_bstr+0x60/0xa0', program: null },
        ...{ file: null, line: null, code: null },
      },
      {
        text: 'bpf_prog_a616b29c7b94f7a1_lazy_enqueue+0x100/0x104',
        program: 'lazy_enqueue',
        file: '/home/me/lazy/lazy.bpf.c',
        line: 31,
        code: 'scx_bpf_error("too late");',
      },
    ],
    dumpText: dumpText('6.12'),
    dumpSource: 'tracepoint',
    isDumpCut: false,
    log: ['[ 1.0] sched_ext: BPF scheduler "lazy" enabled'],
    output: [],
    versions: [['Linux', '6.18.15 x86_64']],
    ...parts,
  });
}

/** Nothing is known but that it ended. */
export const BARE_REPORT = reportOf({
  ...{ ops: null, kernel: null, subject: null, startedAt: null, findings: [], backtrace: [] },
  ...{ exit: exitInfo({}), dumpText: null, dumpSource: null, log: [], versions: [] },
});

/** A dump with that many tasks on one CPU. */
export function dumpOfTasks(count: number): string {
  const tasks = Array.from(
    { length: count },
    (_, index) => `  R task-${index}[${1000 + index}] -${index}ms\n      dsq_id=0x0 cpus=3\n`,
  );
  const head = 'a[1] triggered exit kind 1024:\n  runtime error (x)\n\nBacktrace:\n\nCPU states\n';
  return `${head}----------\n\nCPU 0   : nr_run=${count} flags=0x1\n          curr=swapper/0[0] class=idle_sched_class\n\n${tasks.join('\n')}`;
}

/** Tasks of two CPUs in all kinds of queues. */
export const DUMP_OF_QUEUES = [
  'a[1] triggered exit kind 1024:\n  runtime error (x)\n\nBacktrace:\n\nCPU states\n----------\n',
  ...cpuOf(0, [' *R busy[10] -1ms', '(n/a)'], ['  R user[11] -40ms', '0x1267']),
  ...cpuOf(
    7,
    ['  R lost[12] -900ms', '(n/a)'],
    ['  R here[13] -3ms', '0x8000000000000002'],
    ['  R all[14] -7ms', '0x8000000000000001'],
    ['  R user[15] -60ms', '0x1267'],
    ['  R sent[16] -2ms', '0xc000000000000007'],
    ['  R first[17] -5ms', '0x7'],
  ),
].join('\n');

function cpuOf(cpu: number, ...tasks: readonly (readonly [head: string, queue: string])[]) {
  return [
    `CPU ${cpu}   : nr_run=${tasks.length} flags=0x1`,
    '          curr=swapper/0[0] class=idle_sched_class',
    ...tasks.map(([head, queue]) => `\n${head}\n      dsq_id=${queue} cpus=ff\n`),
  ];
}
