import { parseTarget } from '../core/sched-ext/target-name';
import type { Target } from '../core/sched-ext/target';
import type { Hosts } from '../hosts/api';

/** Kernels that a lab is known to run on, also where none was fetched yet; any version can be written. */
export const USUAL_KERNELS: readonly string[] = ['6.18', '6.16', '6.12'];

/** Where a target is known from: it decides who may take it off the list. */
export type TargetOrigin = 'chosen' | 'added' | 'machine' | 'lab' | 'ssh-config';

export interface KnownTarget {
  readonly target: Target;
  readonly origin: TargetOrigin;
  /** Whether a look at it can tell anything: a lab that does not run is only a kernel. */
  readonly isThere: boolean;
}

export interface OwnTargets {
  /** What is chosen now, as it was written; "" for nothing. */
  readonly chosen: string;
  /** What the user added by hand, as it was written. */
  readonly added: readonly string[];
  readonly platform: string;
}

/** Everything that can be a target here, each once, without asking any of them. */
export async function knownTargets(hosts: Hosts, own: OwnTargets): Promise<KnownTarget[]> {
  const { sshHosts, labs } = await hosts.known();
  const running = new Set(labs.filter(({ isRunning }) => isRunning).map(({ kernel }) => kernel));
  const named = (origin: TargetOrigin, names: readonly string[]) =>
    names.flatMap((name) => {
      const target = parseTarget(name);
      return target === null ? [] : [{ target, origin, isThere: isThere(target, running) }];
    });
  const all = [
    ...named('added', own.added),
    ...named('machine', own.platform === 'linux' ? ['local'] : []),
    ...named(
      'lab',
      labs.map(({ kernel }) => `lab:${kernel}`),
    ),
    ...named('ssh-config', sshHosts),
    ...named('chosen', [own.chosen]),
  ];
  const seen = new Set<string>();
  return all.filter(({ target }) => !seen.has(target.id) && seen.add(target.id));
}

function isThere(target: Target, running: ReadonlySet<string>): boolean {
  return target.kind !== 'lab' || running.has(target.kernel);
}
