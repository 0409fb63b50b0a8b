import { createLogReader } from '../../core/verifier/explain-log';
import type { LogOptions } from '../../core/verifier/log-options';
import type { Verdict } from '../../core/verifier/verdict';

/** Characters that are read within a few milliseconds. */
const STEP = 1 << 20;

/** Explains a log of any length in steps, between which the process serves others. */
export async function explainLongLog(text: string, options: LogOptions = {}): Promise<Verdict> {
  const reader = createLogReader(options);
  for (let at = 0; at < text.length; at += STEP) {
    if (at > 0) await new Promise((resume) => setImmediate(resume));
    reader.push(text.slice(at, at + STEP));
  }
  return reader.end();
}
