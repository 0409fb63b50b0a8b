import type { Asker, Question } from '../../api';

/**
 * The answers to ssh's questions, for a target whose every command makes a connection of its own. They are
 * kept in this process's memory alone.
 */
export interface KeptAnswers {
  readonly ask: Asker;
  /** The user connects: from now on questions are put to them, until they put one away. */
  allow(): void;
  readonly asksUser: () => boolean;
  readonly hasAny: () => boolean;
  /** ssh was refused with them. */
  forget(): void;
}

/**
 * ssh's own words for what holds again for the next connection. All else is asked each time: one-time codes are
 * good for once, and a hardware key is blocked by a wrong PIN that is tried again.
 */
const LASTING = [/^Enter passphrase for key '.*':$/, /^[^()'\n]+@\S+'s password:$/];

export function createKeptAnswers(ask: Asker): KeptAnswers {
  const kept = new Map<string, string>();
  let asksUser = false;
  let last: Promise<unknown> = Promise.resolve();
  const answer = async (question: Question, signal: AbortSignal): Promise<string | null> => {
    const { kind, text, repeated } = question;
    if (repeated > 0) kept.delete(text);
    const known = kept.get(text);
    if (known !== undefined || !asksUser) return known ?? null;
    const said = await ask(question, signal);
    if (said === null) asksUser = signal.aborted;
    else if (kind === 'secret' && LASTING.some((form) => form.test(text))) kept.set(text, said);
    return said;
  };
  return {
    ask: (question, signal) => {
      if (question.kind === 'notice') return ask(question, signal);
      // In turn: of many commands that start at once, the first one's answer serves all.
      const mine = last.then(() => answer(question, signal));
      last = mine.catch(() => undefined);
      return mine;
    },
    allow: () => {
      asksUser = true;
    },
    asksUser: () => asksUser,
    hasAny: () => kept.size > 0,
    forget: () => {
      kept.clear();
    },
  };
}
