import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Exit } from '../api';
import type { ShellSession } from './session';

/**
 * The longest answers are verifiers' logs, of which libbpf keeps 16 MB a program. A target that says more
 * is broken, or wants to fill our memory.
 */
const MOST_CHARS = 1 << 27;
/** What a line costs beside its characters: a flood of empty ones is bounded too. */
const LINE_CHARS = 32;

/** Runs a script to its end and collects what it writes; a problem `answer-too-long` when that has no end. */
export async function collectAnswer(
  name: string,
  start: (onLine: (line: string) => void) => ShellSession,
): Promise<Outcome<Exit>> {
  const lines: string[] = [];
  let room = MOST_CHARS;
  const session = start((line) => {
    if (room < 0) return;
    room -= line.length + LINE_CHARS;
    if (room >= 0) lines.push(line);
    else session.kill();
  });
  const outcome = await session.done;
  if (room < 0) return failed(tooLong(name));
  if (outcome.kind !== 'ok') return outcome;
  return ok({ ...outcome.value, stdout: lines.map((line) => line + '\n').join('') });
}

function tooLong(name: string): Problem {
  return {
    kind: 'target',
    code: 'answer-too-long',
    message: `Could not read the answer of ${name}: it does not end (more than ${MOST_CHARS / (1 << 20)} MiB)`,
    nextStep: 'Look at what the target does: nothing that SCX Studio asks has so long an answer.',
    detail: '',
  };
}
