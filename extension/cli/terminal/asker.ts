import type { Asker } from '../../hosts/api';
import { printable, type Terminal } from './terminal';
import type { ReadAnswer } from './typed-answer';

/** Questions of ssh and sudo in the terminal, one after the other; null where nobody can answer. */
export function createAsker(terminal: Terminal, read: ReadAnswer | null): Asker | null {
  if (read === null) return null;
  let last: Promise<unknown> = Promise.resolve();
  return ({ target, kind, text, repeated }, signal) => {
    const ask = async () => {
      if (signal.aborted) return null;
      terminal.progress(null);
      const again = repeated > 0 ? [`${printable(target)} did not take the last answer.`] : [];
      terminal.say([...again, ...text.split('\n').map(printable)]);
      if (kind !== 'notice') return read(kind === 'secret', signal);
      return null;
    };
    const answer = last.then(ask);
    last = answer;
    return answer;
  };
}
