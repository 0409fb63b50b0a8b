import { ok, type Outcome } from '../../core/findings/problem';
import type { KernelRecord } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import { followKernelLog } from '../../workflows/observe';
import type { Command, Invocation } from '../command';
import { EXIT } from '../exit-status';
import { createSchedExtFilter, recordJson, recordLine } from '../output/kernel-record';
import { untilAborted } from '../session-end';
import { connectHost } from '../target-choice';

export const log: Command = {
  name: 'log',
  summary: "Show what the target's kernel log says of sched_ext",
  description: ['', 'With --json --follow every record is one line of JSON.'],
  operands: [],
  options: {
    follow: { short: 'f', help: 'go on with what is written from now on, until Ctrl-C' },
    all: { help: 'show every record, not only those of sched_ext' },
  },
  run: runLog,
};

async function runLog(invocation: Invocation) {
  const host = await connectHost(invocation);
  if (host.kind !== 'ok') return host;
  const { terminal } = invocation;
  terminal.progress(null);
  const wanted = invocation.arguments.has('all') ? () => true : createSchedExtFilter();
  if (invocation.arguments.has('follow')) {
    return follow(invocation, host.value, (record) => {
      if (!wanted(record)) return;
      if (terminal.json) terminal.printJson(recordJson(record));
      else terminal.print([recordLine(record, terminal.style)]);
    });
  }
  const history = await readHistory(invocation, host.value);
  if (history.kind !== 'ok') return history;
  const records = history.value.filter(wanted);
  if (terminal.json) terminal.printJson({ records: records.map(recordJson) });
  else terminal.print(records.map((record) => recordLine(record, terminal.style)));
  return ok(EXIT.fine);
}

async function follow({ signal }: Invocation, host: Host, show: (record: KernelRecord) => void) {
  const session = followKernelLog(host, { history: true }, show);
  const outcome = await untilAborted(session, signal);
  return outcome.kind === 'ok' ? ok(EXIT.fine) : outcome;
}

const QUIET_MS = 800;
const LONGEST_MS = 10_000;

/**
 * The records that are there now. /dev/kmsg has no end to read to: after the first record, a moment
 * in which none comes is taken for it.
 */
async function readHistory({ signal }: Invocation, host: Host): Promise<Outcome<KernelRecord[]>> {
  const records: KernelRecord[] = [];
  let quiet: NodeJS.Timeout | undefined;
  const session = followKernelLog(host, { history: true }, (record) => {
    records.push(record);
    clearTimeout(quiet);
    quiet = setTimeout(end, QUIET_MS);
  });
  const end = () => {
    session.end();
  };
  const longest = setTimeout(end, LONGEST_MS);
  const outcome = await untilAborted(session, signal);
  clearTimeout(quiet);
  clearTimeout(longest);
  return outcome.kind === 'ok' ? ok(records) : outcome;
}
