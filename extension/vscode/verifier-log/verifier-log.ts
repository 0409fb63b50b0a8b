import type { Session } from '../session/session';
import { registerShowTrace } from './show-trace';

/** The verifier's log as a document: shown for a verdict, or opened by the user from a file. */
export function registerVerifierLog(session: Session): void {
  registerShowTrace(session);
}
