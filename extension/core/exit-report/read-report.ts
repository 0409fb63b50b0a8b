import * as v from 'valibot';
import { EXIT_REPORT_VERSION, type ExitReport } from './exit-report';

const text = v.nullable(v.string());
const whole = v.nullable(v.pipe(v.number(), v.integer()));
const lines = v.array(v.string());
const pairOf = <T extends v.GenericSchema>(value: T) => v.array(v.tuple([v.string(), value]));

const FINDING = v.object({
  code: v.string(),
  severity: v.picklist(['error', 'warning', 'note']),
  message: v.string(),
  file: text,
  line: whole,
  column: whole,
  program: text,
  related: v.array(v.object({ file: text, line: whole, column: whole, message: v.string() })),
  explanation: text,
  suggestion: text,
  statement: text,
  raw: lines,
});

const REPORT = v.object({
  version: v.literal(EXIT_REPORT_VERSION),
  ops: text,
  target: v.string(),
  kernel: text,
  subject: text,
  startedAt: text,
  endedAt: v.string(),
  hasRun: v.boolean(),
  exit: v.object({
    ...{ kind: whole, kindName: text, code: text, codeWords: lines, reason: text, message: text },
  }),
  findings: v.array(FINDING),
  stalled: v.nullable(
    v.object({
      ...{ comm: v.string(), pid: v.number(), waitedSeconds: v.number(), cpu: whole },
      ...{ where: text, allowedCpus: text },
    }),
  ),
  backtrace: v.array(
    v.object({ text: v.string(), program: text, file: text, line: whole, code: text }),
  ),
  dumpText: text,
  dumpSource: v.nullable(v.picklist(['exit map', 'tracepoint', 'output'])),
  isDumpCut: v.optional(v.boolean(), false),
  events: pairOf(v.number()),
  log: lines,
  output: lines,
  versions: pairOf(v.string()),
});

export type ReadReport =
  | { readonly kind: 'report'; readonly report: ExitReport }
  /** `cause` completes "it can't be read: …". */
  | { readonly kind: 'broken'; readonly cause: string };

/** A saved report from its JSON, which may come from anybody. */
export function readReport(json: string): ReadReport {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    return { kind: 'broken', cause: `it is no JSON (${String(error)})` };
  }
  const version = v.safeParse(v.object({ version: v.number() }), data);
  if (version.success && version.output.version > EXIT_REPORT_VERSION) {
    return { kind: 'broken', cause: 'a newer SCX Studio wrote it' };
  }
  const parsed = v.safeParse(REPORT, data);
  if (parsed.success) return { kind: 'report', report: parsed.output };
  const [issue] = parsed.issues;
  return { kind: 'broken', cause: `${v.getDotPath(issue) ?? 'it'}: ${issue.message}` };
}
