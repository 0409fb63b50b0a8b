import { failed } from '../core/findings/problem';

/** A wrong call: what is wrong, and what would be right. */
export function usageProblem(message: string, nextStep: string) {
  return failed({ kind: 'usage', code: 'usage', message, nextStep, detail: '' });
}
