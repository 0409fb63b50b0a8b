import type { Finding } from '../findings/finding';

/** What the message calls by the source's name, if that is a variable: `count` of "`count` may be NULL". */
export function subjectName({ message }: Finding): string | null {
  return (
    /^`([A-Za-z_]\w*)`/.exec(message)?.[1] ?? /from `([A-Za-z_]\w*)`/.exec(message)?.[1] ?? null
  );
}

/** The same, and members and sums of them too. */
export function subjectExpression({ message }: Finding): string | null {
  return /^`([^`]+)`/.exec(message)?.[1] ?? null;
}

/** Does code use a name as a whole word? */
export function uses(code: string, name: string): boolean {
  return new RegExp(`(?<![\\w.>])${name}\\b`).test(code);
}
