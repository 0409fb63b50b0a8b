import { ok } from '../../core/findings/problem';
import type { KernelRecord } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import { followKernelLog } from '../../workflows/observe/kernel-log';
import { LogCursor } from '../../workflows/observe/log-cursor';
import type { Command, Invocation } from '../command';
import { EXIT } from '../exit-status';
import { createSchedExtFilter, recordJson, recordLine } from '../output/kernel-record';
import { gapJson, gapLine } from '../output/log-gap';
import { showBpfOutput } from '../bpf-output';
import { untilAborted } from '../../workflows/observe/session-end';
import { connectHost } from '../target-choice';
import { untilQuiet } from '../../workflows/observe/until-quiet';
import { usageProblem } from '../usage';

export const log: Command = {
  name: 'log',
  summary: "Show what the target's kernel log says of sched_ext, or what BPF programs print",
  description: [
    '',
    'Without --follow all that is there is shown, with it only what is written from now on.',
    'With --bpf, FILE is a source with bpf_printk() in it: its function stands before what it printed.',
    'With --json --follow every record is one line of JSON.',
  ],
  operands: ['[FILE…]'],
  options: {
    follow: { short: 'f', help: 'go on with what is written from now on, until Ctrl-C' },
    history: { help: 'with --follow: first what is there' },
    all: { help: 'show every record, not only those of sched_ext' },
    bpf: { help: 'show what BPF programs print with bpf_printk() instead' },
  },
  run: runLog,
};

async function runLog(invocation: Invocation) {
  const options = invocation.arguments;
  if (options.operands.length > 0 && !options.has('bpf')) {
    return usageProblem(
      `"${options.operands[0] ?? ''}" names no log: sources go with --bpf only`,
      'For example: scx-studio log --bpf simple.bpf.c',
    );
  }
  const host = await connectHost(invocation);
  if (host.kind !== 'ok') return host;
  invocation.terminal.progress(null);
  const scope = {
    isLasting: options.has('follow'),
    history: !options.has('follow') || options.has('history'),
  };
  const outcome = options.has('bpf')
    ? await showBpfOutput(invocation, host.value, scope)
    : await showKernelLog(invocation, host.value, scope);
  return outcome.kind === 'ok' ? ok(EXIT.fine) : outcome;
}

interface Scope {
  /** Until Ctrl-C. */
  readonly isLasting: boolean;
  readonly history: boolean;
}

async function showKernelLog(invocation: Invocation, host: Host, { isLasting, history }: Scope) {
  const { terminal, signal } = invocation;
  const wanted = invocation.arguments.has('all') ? () => true : createSchedExtFilter();
  const kept: KernelRecord[] = [];
  const show = (record: KernelRecord, lost: number) => {
    const asData = terminal.json;
    if (lost > 0 && !asData) terminal.print([gapLine(lost, 'records', terminal.style)]);
    if (lost > 0 && asData && isLasting) terminal.printJson(gapJson(lost));
    if (!wanted(record)) return;
    if (!asData) terminal.print([recordLine(record, terminal.style)]);
    else if (isLasting) terminal.printJson(recordJson(record));
    else kept.push(record);
  };
  const start = (onItem: () => void) =>
    followKernelLog(host, {
      cursor: new LogCursor(),
      history,
      onRecord: (record, lost) => {
        onItem();
        show(record, lost);
      },
    });
  if (isLasting) return untilAborted(start(NOTHING), signal);
  const outcome = await untilQuiet(start, signal);
  if (outcome.kind === 'ok' && terminal.json) {
    terminal.printJson({ records: kept.map(recordJson) });
  }
  return outcome;
}

const NOTHING = () => undefined;
