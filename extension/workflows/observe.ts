import { parseDmesg, parseKmsg } from '../core/kernel-log/kmsg';
import { failed, ok, type Outcome } from '../core/findings/problem';
import { createSampleReader } from '../core/sched-ext/sample-reader';
import type { KernelRecord, Sample } from '../core/sched-ext/target';
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

/**
 * Follows the kernel log. With `history` the records that are there come first; without it, only
 * what is written from now on.
 */
export function followKernelLog(
  host: Host,
  options: { readonly history: boolean },
  onRecord: (record: KernelRecord) => void,
): RemoteSession {
  let since = Number.NEGATIVE_INFINITY;
  let next = Number.NEGATIVE_INFINITY;
  return host.start(
    'log',
    (line) => {
      const uptime = /^uptime ([\d.]+)$/.exec(line);
      if (uptime && !options.history) since = Number(uptime[1]) * 1e6;
      const record = line.startsWith('dmesg ') ? parseDmesg(line.slice(6)) : parseKmsg(line);
      // /dev/kmsg is read from its start again after records were lost: numbers tell what is new.
      if (!record || record.timeMicros < since || record.sequence < next) return;
      if (!line.startsWith('dmesg ')) next = record.sequence + 1;
      onRecord(record);
    },
    { privileged: true },
  );
}
