import type { ExitReport } from '../../core/exit-report/exit-report';
import { readReport } from '../../core/exit-report/read-report';
import { reportReadme } from '../../core/exit-report/report-text';
import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Files } from '../../hosts/api';
import { sha256 } from '../build/object-sources';
import { writeProject, type WantedFile } from '../scaffold/project-files';
import type { SchedulerObject } from '../scheduler-object';

/** A report of 32 KB of dump and a kernel log is far from that. */
const MOST_BYTES = 64 * 1024 * 1024;
const REPORT_FILE = 'report.json';

/**
 * Saves a report as one folder for a bug report: report.json, README.md, the log, the dump and the output as
 * text, the object and the hashes of its sources. `folder` is absolute; a file that is there already is a
 * problem, and nothing is half-written.
 */
export async function saveReport(
  files: Files,
  folder: string,
  report: ExitReport,
  object: SchedulerObject | null,
): Promise<Outcome<string>> {
  const texts: readonly (readonly [string, string])[] = [
    [REPORT_FILE, `${JSON.stringify(report, null, 2)}\n`],
    ['kernel.log', joined(report.log)],
    ['dump.txt', report.dumpText ?? ''],
    ['output.txt', joined(report.output)],
    ['versions.txt', joined(report.versions.map(([name, version]) => `${name}: ${version}`))],
    ['sources.sha256', object === null ? '' : await hashesOf(files, object)],
  ];
  const wanted: WantedFile[] = texts
    .filter(([, content]) => content !== '')
    .map(([path, content]) => ({ path, content }));
  if (object !== null) wanted.push({ path: `${fileName(report)}.bpf.o`, content: object.bytes });
  const readme = reportReadme(
    report,
    wanted.map(({ path }) => path),
  );
  const problem = await writeProject(files, folder, [
    ...wanted,
    { path: 'README.md', content: readme },
  ]);
  return problem === null ? ok(folder) : failed(problem);
}

/** Reads a saved report again; `path` is its folder or its report.json. */
export async function openReport(files: Files, path: string): Promise<Outcome<ExitReport>> {
  const file = path.endsWith('.json') ? path : `${path}/${REPORT_FILE}`;
  const real = await files.realPath(file);
  const bytes = real?.fileBytes ?? null;
  if (bytes === null) return failed(notReadable(path, `it has no ${REPORT_FILE}`));
  if (bytes > MOST_BYTES) {
    return failed(notReadable(path, `${REPORT_FILE} has ${bytes} bytes, and 64 MB are the most`));
  }
  const read = readReport((await files.readText(file)) ?? '');
  return read.kind === 'report' ? ok(read.report) : failed(notReadable(path, read.cause));
}

/** Of the scheduler's name: a log may say anything. */
export function fileName({ ops }: ExitReport): string {
  return (ops ?? 'scheduler').replaceAll(/[^\w.-]/g, '_');
}

/** Its own sources as they were compiled; the kernel's types and the system's headers, which nobody edits. */
async function hashesOf(files: Files, { dependencies, sources }: SchedulerObject): Promise<string> {
  const own = new Map(sources.map((one) => [one.path, one.sha256]));
  const lines: string[] = [];
  for (const path of dependencies) {
    const bytes = own.has(path) ? null : await files.readBytes(path);
    const hash = own.get(path) ?? (bytes === null ? null : sha256(bytes));
    if (hash !== null) lines.push(`${hash}  ${path}`);
  }
  return joined(lines);
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function notReadable(path: string, cause: string): Problem {
  return {
    kind: 'usage',
    code: 'report-not-readable',
    message: `Could not read the report ${path}: ${cause}`,
    nextStep: 'Give the folder that "SCX: Save Report…" or "scx-studio load --report" made.',
    detail: '',
  };
}
