/** What became of a scheduler that was to be put back. */
export interface PutBack {
  readonly ops: string;
  /** null: the kernel runs it again. */
  readonly failure: string | null;
}

/** Reads "put-back NAME" and "put-back-failed NAME MESSAGE" of remote/lib/room.sh; null for other lines. */
export function readPutBack(line: string): PutBack | null {
  const [, failure, ops = '', message = ''] =
    /^put-back(-failed)? (\S*) ?(.*)$/.exec(line.trimEnd()) ?? [];
  if (ops === '') return null;
  return { ops, failure: failure === undefined ? null : message };
}

/** What became of it, as a sentence. */
export function putBackText({ ops, failure }: PutBack): string {
  return failure === null
    ? `Put back: ${ops} runs again, as the kernel says.`
    : `${ops} was not put back: ${failure}`;
}

/** What an unload did: the schedulers that it took out, by name, and what became of those they had replaced. */
export function takenOutText(removed: readonly string[], putBack: readonly PutBack[]): string {
  return [`Took out ${removed.join(', ')}.`, ...putBack.map(putBackText)].join(' ');
}
