/** Where captured logs are kept, and how much of one. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../lab/lab-target';

const FIXTURES = join(REPOSITORY, 'test/fixtures');
const SUFFIX = '.bpf.c';

/** The folder of a kind of log: the whole trace (levels 1, 2 and 4), or that of what fails (1). */
export const LOG_FOLDER = { full: 'verifier', brief: 'verifier-brief' } as const;
export type Detail = keyof typeof LOG_FOLDER;

/** The kernels that logs are kept of. */
export const KERNELS = readdirSync(join(FIXTURES, LOG_FOLDER.full)).sort();

export interface Wanted {
  readonly scheduler: string;
  readonly details: readonly Detail[];
}

const DETAILS: readonly Detail[] = ['full', 'brief'];

export const allDetails = (scheduler: string): Wanted => ({ scheduler, details: DETAILS });

/** What is not there yet of this kernel. Schedulers that were put right (x.fixed) need no logs. */
export function missingLogs(kernel: string): Wanted[] {
  return readdirSync(join(FIXTURES, 'schedulers'))
    .filter((file) => file.endsWith(SUFFIX) && !file.endsWith(`.fixed${SUFFIX}`))
    .map((file) => file.slice(0, -SUFFIX.length))
    .map((scheduler) => ({
      scheduler,
      details: DETAILS.filter((detail) => !existsSync(logFile(detail, kernel, scheduler))),
    }))
    .filter(({ details }) => details.length > 0);
}

export function sourceText(name: string): string {
  return readFileSync(join(FIXTURES, 'schedulers', `${name}${SUFFIX}`), 'utf8');
}

export function writeLog(detail: Detail, kernel: string, name: string, log: string): void {
  const path = logFile(detail, kernel, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, lastPart(log));
}

function logFile(detail: Detail, kernel: string, name: string): string {
  return join(FIXTURES, LOG_FOLDER[detail], kernel, `${name}.log`);
}

const LARGEST = 150_000;
const TRACE_BEGINS = '-- BEGIN PROG LOAD LOG --\n';

/**
 * Of the trace of a program that is too complex, what a kernel leaves in a buffer that is too small:
 * its end, from a line's beginning. What libbpf says before it stays.
 */
function lastPart(log: string): string {
  if (log.length <= LARGEST) return log;
  const trace = log.lastIndexOf(TRACE_BEGINS) + TRACE_BEGINS.length;
  const rest = log.indexOf('\n', Math.max(trace, log.length - LARGEST)) + 1;
  return log.slice(0, trace) + log.slice(rest);
}
