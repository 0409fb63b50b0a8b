import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';

/** Reads one line that a person types; null when the question was put away (Ctrl-C, Ctrl-D, the signal). */
export type ReadAnswer = (unseen: boolean, signal: AbortSignal) => Promise<string | null>;

/** The terminal of this process; null where its standard input is none, so that nobody can be asked. */
export function answerReader(
  input: NodeJS.ReadStream,
  echo: NodeJS.WriteStream,
): ReadAnswer | null {
  if (!input.isTTY) return null;
  return (unseen, signal) =>
    new Promise((resolve) => {
      // readline echoes by itself: what is typed unseen goes nowhere.
      const nowhere = new PassThrough().resume();
      const lines = createInterface({ input, output: unseen ? nowhere : echo, terminal: true });
      let answer: string | null = null;
      const close = () => {
        lines.close();
      };
      signal.addEventListener('abort', close, { once: true });
      lines.once('SIGINT', close);
      lines.once('line', (line) => {
        answer = line;
        lines.close();
      });
      lines.once('close', () => {
        signal.removeEventListener('abort', close);
        if (unseen) echo.write('\n');
        input.pause();
        resolve(answer);
      });
    });
}
