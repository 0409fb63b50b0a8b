import { failed, ok, type Outcome } from '../../core/findings/problem';
import type { Host } from '../../hosts/api';

export interface UnloadResult {
  /** struct_ops maps whose pins were removed: schedulers that SCX Studio had loaded. */
  readonly removed: readonly string[];
  /** A scheduler that still runs because something else loaded it. */
  readonly other: string | null;
}

/** Takes out what SCX Studio loaded on a target, from this or another window. */
export async function unloadScheduler(
  host: Host,
  signal?: AbortSignal,
): Promise<Outcome<UnloadResult>> {
  const outcome = await host.run('unload', { privileged: true, signal });
  if (outcome.kind !== 'ok') return outcome;
  const lines = outcome.value.stdout.split('\n');
  const after = (key: string) =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  const state = after('state')[0];
  if (state === undefined) {
    return failed({
      kind: 'target',
      code: 'unload-failed',
      message: `Could not unload on ${host.target.id}: its answer ended half-way`,
      nextStep: 'On the target, as root: rm -r /sys/fs/bpf/scx-studio',
      detail: outcome.value.stderr.trim(),
    });
  }
  return ok({ removed: after('removed'), other: after('ops')[0] ?? null });
}
