/** Logs that others collected, with what is known of each: a folder with an index.tsv. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CollectedLog {
  readonly file: string;
  readonly text: string;
  readonly verdict: string;
  /** The line that states the error, verbatim; '' where none does. */
  readonly errorLine: string;
  /** `file:line` as the log names it for the error; null where it names none. */
  readonly place: string | null;
  /** The truth was found by rule and can be relied on. */
  readonly isCertain: boolean;
}

/** Kinds of logs that come from the verifier or libbpf. */
const KINDS = new Set(['verifier', 'libbpf', 'veristat']);

/** Columns by the names in the first line; throws for a folder without an index. */
export function collectedLogs(folder: string): CollectedLog[] {
  const [head = '', ...rows] = readFileSync(join(folder, 'index.tsv'), 'utf8').trim().split('\n');
  const names = head.split('\t');
  return rows
    .map((row) => new Map(row.split('\t').map((value, at) => [names[at] ?? '', value])))
    .filter((row) => KINDS.has(row.get('kind') ?? ''))
    .map((row) => ({
      file: row.get('file') ?? '',
      text: readFileSync(join(folder, row.get('file') ?? ''), 'utf8'),
      verdict: row.get('verdict') ?? '',
      errorLine: row.get('final_error') ?? '',
      place: row.get('src_loc') === '-' ? null : (row.get('src_loc') ?? null),
      isCertain: row.get('err_conf') === 'high',
    }));
}
