/** A target whose scripts answer what a test says: for faults that a real machine can't be made to show. */
import type { RemoteScript } from '../../extension/contracts/remote-scripts';
import { ok, type Outcome } from '../../extension/core/findings/problem';
import type { Target } from '../../extension/core/sched-ext/target';
import type { Exit, Host, RemoteRun, RemoteSession } from '../../extension/hosts/api';

/** What one script does: lines it prints at once, and how it ends. */
export interface ScriptAnswer {
  readonly lines?: readonly string[];
  /** `held` lasts until its input ends; the lines of `atEnd` come then. */
  readonly end?: Outcome<Exit> | 'held';
  readonly atEnd?: readonly string[];
}

const EXIT: Exit = { exitCode: 0, stdout: '', stderr: '' };

/** The answers can be changed while the host is in use. */
export type ScriptAnswers = Partial<Record<RemoteScript, ScriptAnswer>>;

export interface FakeHost extends Host {
  readonly calls: { script: RemoteScript; options: RemoteRun }[];
  disposed: boolean;
}

export function createFakeHost(answers: ScriptAnswers, target: Target): FakeHost {
  const calls: FakeHost['calls'] = [];
  const start: Host['start'] = (script, onLine, options = {}) => {
    calls.push({ script, options });
    return startScript(answers[script] ?? {}, onLine, options);
  };
  const host: FakeHost = {
    target,
    sharesConnection: true,
    calls,
    disposed: false,
    start,
    async run(script, options) {
      const lines: string[] = [];
      const outcome = await start(script, (line) => lines.push(line), options).done;
      if (outcome.kind !== 'ok') return outcome;
      return ok({ ...outcome.value, stdout: lines.map((line) => `${line}\n`).join('') });
    },
    dispose() {
      host.disposed = true;
      return Promise.resolve();
    },
  };
  return host;
}

function startScript(
  answer: ScriptAnswer,
  onLine: (line: string) => void,
  { signal }: RemoteRun,
): RemoteSession {
  let finish: () => void = () => undefined;
  const inputEnded = new Promise<void>((resolve) => {
    finish = resolve;
  });
  signal?.addEventListener('abort', finish, { once: true });
  if (signal?.aborted === true) finish();
  const act = async (): Promise<Outcome<Exit>> => {
    await Promise.resolve();
    answer.lines?.forEach(onLine);
    if (answer.end === 'held') {
      await inputEnded;
      answer.atEnd?.forEach(onLine);
    }
    if (signal?.aborted === true) return { kind: 'cancelled' };
    return answer.end === undefined || answer.end === 'held' ? ok(EXIT) : answer.end;
  };
  return { send: () => undefined, end: finish, done: act() };
}
