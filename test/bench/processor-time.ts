/** Processes of this machine by what /proc says of them (proc(5)). */
import { readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
}

/** All that `ancestor` has started, and what these have, that still runs. */
export function descendantsOf(ancestor: number): readonly RunningProcess[] {
  const all = numbersIn('/proc')
    .map(processOf)
    .filter((one) => one !== null);
  const below = (parent: number): readonly RunningProcess[] =>
    all.filter((one) => one.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  return below(ancestor);
}

function processOf(pid: number): RunningProcess | null {
  const stat = textOf(`/proc/${pid}/stat`);
  // Its name, which comes before, is in brackets and may hold blanks.
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (parent === undefined) return null;
  const commandLine = textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
  return { pid, parent: Number(parent), commandLine };
}

/**
 * Milliseconds of a processor that the threads of a process have had. Not utime and stime: these count in 10 ms,
 * which is what all of a second may cost.
 */
export function processorMs(pid: number): number {
  const threads = numbersIn(`/proc/${pid}/task`);
  if (threads.length === 0) return Number.NaN;
  const ran = threads.map((id) =>
    Number(textOf(`/proc/${pid}/task/${id}/schedstat`).split(' ')[0]),
  );
  return ran.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
}

const numbersIn = (folder: string) =>
  list(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Nothing, and no text, of what has ended meanwhile. */
function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
