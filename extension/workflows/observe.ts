import { failed, ok, type Outcome } from '../core/findings/problem';
import { createSampleReader } from '../core/sched-ext/sample-reader';
import type { Sample } from '../core/sched-ext/target';
import type { Host, RemoteSession } from '../hosts/api';

/** Reads a target's scheduler state once. */
export async function readSample(host: Host, signal?: AbortSignal): Promise<Outcome<Sample>> {
  const outcome = await host.run('status', { args: ['0'], signal });
  if (outcome.kind !== 'ok') return outcome;
  const reader = createSampleReader();
  for (const line of outcome.value.stdout.split('\n')) {
    const sample = reader.push(line);
    if (sample) return ok(sample);
  }
  return failed({
    kind: 'target',
    code: 'no-status',
    message: `Could not read the scheduler's state on ${host.target.id}: no answer came`,
    nextStep: 'Check the target with "scx-studio doctor".',
    detail: outcome.value.stderr.trim(),
  });
}

/** Reads the state again and again until `end` is called or the connection goes. */
export function watchStatus(
  host: Host,
  options: { readonly intervalMs: number },
  onSample: (sample: Sample) => void,
): RemoteSession {
  const reader = createSampleReader();
  const seconds = Math.max(options.intervalMs / 1000, 0.1);
  return host.start(
    'status',
    (line) => {
      const sample = reader.push(line);
      if (sample) onSample(sample);
    },
    { args: [String(seconds)] },
  );
}
