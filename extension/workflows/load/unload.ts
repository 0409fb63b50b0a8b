import { failed, ok, type Outcome } from '../../core/findings/problem';
import { readPutBack, type PutBack } from '../../core/sched-ext/put-back';
import type { Host } from '../../hosts/api';

export interface UnloadResult {
  /** The schedulers that were taken out, by name. */
  readonly removed: readonly string[];
  /** Schedulers that others hold by a lease: they stay. */
  readonly held: readonly { readonly ops: string; readonly who: string }[];
  /** Schedulers that these had replaced, where they were to be put back. */
  readonly putBack: readonly PutBack[];
  /** A scheduler that still runs, and was not put back. */
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
  const putBack = lines.map(readPutBack).filter((back) => back !== null);
  const ops = after('ops')[0] ?? null;
  const isBack = putBack.some((back) => back.failure === null && back.ops === ops);
  return ok({ removed: after('removed'), held, putBack, other: isBack ? null : ops });
}
