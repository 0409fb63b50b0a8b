import type { Session } from '../session/session';
import { registerErrorMarks } from './error-marks';
import { registerErrorNavigation } from './error-navigation';
import { registerGoToLog } from './go-to-log';
import { registerGoToSource } from './go-to-source';
import { createLogDocuments } from './log-documents';
import { registerLogFolding } from './log-folding';
import { registerLogOutline } from './log-outline';
import { registerLoopHints } from './loop-hints';
import { registerShowTrace } from './show-trace';
import { registerSourceHover } from './source-hover';
import { createTraceDocuments } from './trace-documents';

/** The verifier's log as a document: shown for a verdict, or opened by the user from a file. */
export function registerVerifierLog(session: Session): void {
  const documents = createLogDocuments();
  session.owned.add(
    documents,
    registerLogOutline(documents),
    registerLogFolding(documents),
    registerLoopHints(documents),
    registerGoToSource(documents, session.results),
    registerSourceHover(documents, session.results),
  );
  createTraceDocuments(session);
  registerShowTrace(session, documents);
  registerGoToLog(session, documents);
  registerErrorNavigation(session, documents);
  registerErrorMarks(session, documents);
}
