import type { Finding } from '../../../extension/core/findings/finding';
import { explainLog } from '../../../extension/core/verifier/explain-log';
import { bareLine } from '../../../extension/core/verifier/log/line-prefix';
import type { CollectedLog } from './collected-logs';
import { Score } from './score';

/** What is said of logs whose truth others wrote down. */
export function scoreCollected(logs: readonly CollectedLog[]): Score[] {
  const errorLine = new Score('collected, certain: the error line', 0.99);
  const code = new Score('collected, certain: a code beside "other"', 0.95);
  const place = new Score('collected, certain: the place, where named', 0.99);
  const uncertain = new Score('collected, uncertain: the error line', null);
  const passing = new Score('collected, said to pass: no finding', null);
  for (const log of logs) {
    const { findings } = explainLog(log.text);
    if (log.verdict === 'pass') passing.add(findings.length === 0, describe(log, findings));
    if (log.verdict !== 'fail') continue;
    const found = findings.find((one) => states(one, log));
    const missed = describe(log, findings);
    (log.isCertain ? errorLine : uncertain).add(found !== undefined, missed);
    if (!log.isCertain) continue;
    const primary = found ?? findings[0];
    code.add(primary !== undefined && primary.code !== 'verifier/other', missed);
    if (log.place !== null) place.add(isAt(primary, log.place), missed);
  }
  return [errorLine, code, place, uncertain, passing];
}

/** Where the log has no line that states the error, none may be made up. */
function states({ statement }: Finding, { errorLine, text }: CollectedLog): boolean {
  if (!text.includes(errorLine.trim()) || errorLine === '-') return statement === null;
  return statement !== null && bareLine(statement) === bareLine(errorLine);
}

function isAt(finding: Finding | undefined, place: string): boolean {
  return finding !== undefined && place === `${finding.file}:${finding.line}`;
}

function describe({ file, errorLine, place }: CollectedLog, findings: readonly Finding[]): string {
  const said = findings.map(
    (one) => `${one.code} at ${one.file}:${one.line} by "${one.statement?.trim() ?? ''}"`,
  );
  return `${file}: "${errorLine.trim()}" at ${place ?? '-'}, but: ${said.join('; ') || 'nothing'}`;
}
