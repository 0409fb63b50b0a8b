import type { DebugDump } from '../../core/exit-report/debug-dump';
import type { DumpedCpu, DumpedTask } from '../../core/exit-report/dumped-cpu';
import { ok } from '../../core/findings/problem';
import { dumpNow } from '../../workflows/observe/dump-now';
import type { Command, Invocation } from '../command';
import { EXIT } from '../exit-status';
import { connectHost } from '../target-choice';
import { printable } from '../terminal/terminal';

export const dump: Command = {
  name: 'dump',
  summary: 'Show the state of the running scheduler: processors, queues and tasks',
  description: [
    '',
    "Takes the kernel's debug dump (SysRq-D) by its tracepoint; the scheduler goes on running.",
    'With --json the dump is data: processors with their tasks, fields, stacks and event counters.',
  ],
  operands: [],
  options: {},
  run: runDump,
};

async function runDump(invocation: Invocation) {
  const { terminal, signal } = invocation;
  const host = await connectHost(invocation);
  if (host.kind !== 'ok') return host;
  terminal.progress('Dumping');
  const taken = await dumpNow(host.value, { signal });
  if (taken.kind !== 'ok') return taken;
  const { text, lostLines } = taken.value;
  if (terminal.json) terminal.printJson({ ...dumpJson(taken.value.dump), lostLines });
  else terminal.print(text.split('\n').map(printable));
  if (lostLines > 0) terminal.say([`${lostLines} lines did not fit; the first ones are missing`]);
  return ok(EXIT.fine);
}

function dumpJson(dump: DebugDump) {
  return { ...dump, cpus: dump.cpus.map(cpuJson), events: Object.fromEntries(dump.events) };
}

function cpuJson(cpu: DumpedCpu) {
  return { ...cpu, fields: Object.fromEntries(cpu.fields), tasks: cpu.tasks.map(taskJson) };
}

function taskJson(task: DumpedTask) {
  return { ...task, fields: Object.fromEntries(task.fields) };
}
