import { COMMANDS } from '../../contracts/commands';
import type { Finding } from '../../core/findings/finding';
import type { Outcome } from '../../core/findings/problem';
import type { LoadResult } from '../../workflows/load/load';
import type { Button } from '../api/notifications';
import { withCancellableProgress, type Progress } from '../api/progress';
import type { BuiltSource } from '../session/loop';
import { hasErrors, reported } from '../session/report';
import { findingsOf } from '../session/results';
import { baseName, chooseSource, saveSource } from '../session/scheduler-sources';
import { SHOW_REPORT } from '../session/exit-reports';
import type { Session } from '../session/session';
import { askReplace } from '../session/replacement';
import { settleRunElsewhere } from '../session/run-elsewhere';
import { isVerdictOf } from '../session/standing-verdict';
import { sayPutBack } from './run-end';

export interface LoadOptions {
  /** A trial: the target takes it out after that time. */
  readonly trialSeconds?: number;
}

/** Builds, verifies, asks what must be asked, loads, and says what became of it. True when it runs. */
export async function loadNow(
  session: Session,
  argument: unknown,
  options: LoadOptions = {},
): Promise<boolean> {
  const source = await chooseSource(argument);
  if (source === null) {
    session.notifications.info(
      'There is no scheduler here: open a .bpf.c file, or make a new one.',
      {
        title: 'New Scheduler',
        command: COMMANDS.newScheduler,
      },
    );
    return false;
  }
  const outcome = await withCancellableProgress(`Load ${baseName(source)}`, (progress) =>
    buildAndLoad(session, source, { ...progress, ...options }),
  );
  if (!reported(session, outcome)) return false;
  sayLoaded(session, source, outcome.value);
  return outcome.value?.kind === 'running';
}

/** null when it does not compile or does not pass: its findings say why. */
async function buildAndLoad(
  session: Session,
  source: string,
  progress: Progress & LoadOptions,
): Promise<Outcome<LoadResult | null>> {
  const built = await checked(session, source, progress);
  if (built.kind === 'cancelled' && !progress.signal.aborted) sayOvertaken(session, source);
  if (built.kind !== 'ok') return built;
  if (built.value === null) return { kind: 'ok', value: null };
  const settled = await settleRunElsewhere(session, built.value.host.target.id);
  if (settled.kind !== 'ok') return settled;
  const first = await session.run.load(built.value, { ...progress, replace: null });
  if (first.kind !== 'problem' || first.problem.code !== 'busy') return first;
  const replace = await askReplace(session, built.value, progress);
  if (replace.kind !== 'ok') return replace;
  return session.run.load(built.value, { ...progress, replace: replace.value });
}

/** Builds, and verifies a text that was not verified yet: a verdict explains more than a failed load. */
async function checked(
  { loop, results, objects, connection }: Session,
  source: string,
  progress: Progress,
): Promise<Outcome<BuiltSource | null>> {
  const text = await saveSource(source);
  const connected = await connection.connect(progress);
  if (connected.kind !== 'ok') return connected;
  const { host, facts } = connected.value;
  const asked = { text, target: host.target.id, kernel: facts.kernelRelease };
  // An object that others build changes without the text.
  const isKnown = objects.of(source) === null && isVerdictOf(results.of(source), asked);
  const built = isKnown ? await loop.build(source, progress) : await loop.verify(source, progress);
  if (built.kind !== 'ok') return built;
  const result = results.of(source);
  const passes = built.value.object !== null && result !== null && !hasErrors(findingsOf(result));
  return { kind: 'ok', value: passes ? built.value : null };
}

/** Nobody cancelled it: a newer verification of the same file did. */
function sayOvertaken({ notifications }: Session, source: string): void {
  notifications.info(
    `${baseName(source)} was not loaded: it was saved or built again while it was being checked.`,
    { title: 'Load', command: COMMANDS.load },
  );
}

function sayLoaded(session: Session, source: string, result: LoadResult | null): void {
  const { notifications, results } = session;
  const name = baseName(source);
  if (result === null) {
    const known = results.of(source);
    const [first] = known === null ? [] : findingsOf(known).filter(isError);
    notifications.warn(
      `${name} was not loaded: ${first?.message ?? 'it has errors'}`,
      ...traceButton(first),
    );
    return;
  }
  if (result.kind === 'running') return;
  if (result.putBack !== undefined) sayPutBack(session, result.putBack);
  const [first] = result.findings.filter(isError);
  notifications.warn(
    `The kernel rejected ${name}: ${first?.message ?? 'it says no reason'}`,
    ...traceButton(first),
    SHOW_REPORT,
    { title: 'Show Kernel Log', command: COMMANDS.showKernelLog },
  );
}

const isError = ({ severity }: Finding) => severity === 'error';

function traceButton(finding: Finding | undefined): readonly Button[] {
  return finding?.code.startsWith('verifier/') === true
    ? [{ title: 'Show Instruction Trace', command: COMMANDS.showTrace }]
    : [];
}
