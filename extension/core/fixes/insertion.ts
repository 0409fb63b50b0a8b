/** What gives a task to a queue, by the kernel's names and those that schedulers give their own functions. */
export const INSERTS = /\b\w*(?:dsq_insert|dsq_move|dispatch|consume|enqueue)\w*\s*\(/;

/** Is it that task, or that queue, which is inserted? */
export function isInsertOf(code: string, name: string): boolean {
  return new RegExp(`${INSERTS.source}\\s*${name}\\s*[,)]`).test(code);
}
