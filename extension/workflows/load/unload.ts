import { failed, ok, type Outcome } from '../../core/findings/problem';
import type { Host } from '../../hosts/api';

export interface UnloadResult {
  /** The schedulers that were taken out, by name. */
  readonly removed: readonly string[];
  /** Schedulers that others hold by a lease: they stay. */
  readonly held: readonly { readonly ops: string; readonly who: string }[];
  /** A scheduler that still runs. */
  readonly other: string | null;
}

export interface UnloadOptions {
  readonly signal?: AbortSignal | undefined;
  /** The name of one run (LoadedRun), whoever holds it; without it, all that nobody holds. */
  readonly run?: string;
}

/** Takes out what SCX Studio loaded on a target, from this or another window. */
export async function unloadScheduler(
  host: Host,
  { signal, run = '' }: UnloadOptions = {},
): Promise<Outcome<UnloadResult>> {
  const outcome = await host.run('unload', { args: [run], privileged: true, signal });
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
  const held = after('held').map((text) => {
    const [ops = '', who = ''] = text.split(' ');
    return { ops, who };
  });
  return ok({ removed: after('removed'), held, other: after('ops')[0] ?? null });
}
