import { ok, type Outcome } from '../../core/findings/problem';
import { parseDoctorFacts } from '../../core/sched-ext/doctor-text';
import type { Host } from '../../hosts/api';
import { readFacts } from '../target-facts';
import { clockOffset } from './target/clock-check';
import type { Examination } from './target/examination';

/** Asks a target all that its check needs: one round trip, nothing changed there. */
export async function examineTarget(
  host: Host,
  signal: AbortSignal | undefined,
): Promise<Outcome<Examination>> {
  const lines: string[] = [];
  const askedAt = Date.now();
  let heardAt = askedAt;
  const onLine = (line: string) => {
    if (line.startsWith('clock ')) heardAt = Date.now();
    lines.push(line);
  };
  const outcome = await host.start('doctor', onLine, { signal }).done;
  if (outcome.kind !== 'ok') return outcome;
  const text = lines.join('\n');
  const facts = readFacts(host, text, outcome.value.stderr);
  if (facts.kind !== 'ok') return facts;
  const more = parseDoctorFacts(text);
  return ok({ facts: facts.value, more, clock: clockOffset(more, askedAt, heardAt) });
}
