import type { ExitReport } from '../../core/exit-report/exit-report';
import { finding, type Finding } from '../../core/findings/finding';
import { parseDmesg } from '../../core/kernel-log/kmsg';
import { runtimeFindings } from '../../core/kernel-log/runtime-findings';
import { recognise } from '../../core/kernel-log/sched-ext-event';
import type { KernelRecord } from '../../core/sched-ext/target';
import { explainLog } from '../../core/verifier/explain-log';
import type { SchedulerObject } from '../scheduler-object';
import { sourcePlaces } from '../source-places';
import { reportEnd, type EndedRun } from './end-report';
import type { LeaseLines } from './lease';

/** Why it does not run any more, or never did. */
export interface ExplainedEnd {
  readonly findings: readonly Finding[];
  /** What bpftool and the kernel said. */
  readonly log: string;
  readonly report: ExitReport;
}

/** Why the kernel does not run it: what libbpf said, then what the kernel log says. */
export function explainEnd(
  object: SchedulerObject,
  lines: LeaseLines,
  run: EndedRun,
): ExplainedEnd {
  const places = sourcePlaces(object);
  const refused = explainLog(lines.tool.join('\n'), places).findings;
  const records = recordsOf(lines);
  const log = [...lines.tool, ...lines.log].join('\n') + '\n';
  const ended = runtimeFindings(records, { ops: run.ops, resolveFile: places.resolveFile });
  const place = (found: readonly Finding[]) => {
    const placed = places.place(found);
    if (placed.some(({ severity }) => severity === 'error')) return placed;
    return [...placed, wasUnregistered(records) ? takenOut(log) : unexplained(object.source, log)];
  };
  const report = reportEnd(
    run,
    {
      postMortem: lines.postMortem,
      records,
      output: lines.tool,
      log: lines.log,
      pathOf: (recorded) => places.resolveFile(recorded) ?? recorded,
    },
    [...refused, ...ended],
    place,
  );
  return { findings: report.findings, log, report };
}

/** A trial ends by being taken out: only what the kernel log said before that is a finding. */
export function explainTrial(
  object: SchedulerObject,
  lines: LeaseLines,
  ops: string,
): { findings: readonly Finding[]; log: string } {
  const places = sourcePlaces(object);
  const records = recordsOf(lines);
  const found = runtimeFindings(records, { ops, resolveFile: places.resolveFile });
  return {
    findings: places.place(found),
    log: lines.log.map((line) => line + '\n').join(''),
  };
}

const recordsOf = ({ log }: LeaseLines): readonly KernelRecord[] =>
  log.map(parseDmesg).filter((record) => record !== null);

/** What the kernel says of a scheduler whose pin was removed, on purpose, by somebody. */
function wasUnregistered(records: readonly KernelRecord[]): boolean {
  const ending = records.map(recognise).findLast((event) => event?.kind === 'disabled');
  return ending?.reason?.startsWith('unregistered from user space') === true;
}

function takenOut(log: string): Finding {
  return finding({
    code: 'run/taken-out',
    severity: 'note',
    message: 'Another program on the target, or another window, took this scheduler out',
    raw: log.trimEnd().split('\n').slice(-3),
  });
}

function unexplained(source: string, log: string): Finding {
  return finding({
    code: 'load/rejected',
    severity: 'error',
    message: 'The kernel does not run this scheduler, and says no reason that is known here',
    file: source,
    line: 1,
    explanation: 'What bpftool and the kernel log said since the load began follows.',
    suggestion: 'Open the kernel log of the target around this time.',
    raw: log.trimEnd().split('\n').slice(-20),
  });
}
