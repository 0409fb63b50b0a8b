import type { Host } from '../../hosts/api';
import { openVerifier, type Reached, type Verifier } from './verifier';

/** A target that is known, with a verifier that waits there. */
export interface Standing extends Reached {
  readonly verifier: Verifier;
}

interface Held extends Standing {
  readonly stop: AbortController;
  readonly idle: NodeJS.Timeout;
}

/** Long enough for the edit that a verdict leads to. */
const IDLE_MS = 120_000;

/**
 * Verifiers that stand ready on their targets from one verdict to the next, for who asks many targets again and
 * again: neither the facts nor the start of the script is waited for then. One that nobody takes ends after two
 * minutes; one whose connection drops or whose target reboots has ended by that, and its facts go with it.
 */
export class StandingVerifiers {
  readonly #held = new Map<Host, Held>();

  /** The verifier of a host, which is the caller's from now on; undefined where none waits. */
  take(host: Host, signal?: AbortSignal): Standing | undefined {
    const held = this.#held.get(host);
    if (held === undefined) return undefined;
    this.#forget(held);
    const abort = () => {
      held.stop.abort();
    };
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    return held;
  }

  /** Opens one for the next object. None where that would ask for a password, which the next verdict may do. */
  prepare({ host, facts }: Reached): void {
    if (this.#held.has(host) || !host.sharesConnection) return;
    if (!facts.hasCapabilities && facts.privilege === 'sudo-password') return;
    const stop = new AbortController();
    const verifier = openVerifier({ host, facts }, { signal: stop.signal });
    const idle = setTimeout(() => {
      this.#end(held);
    }, IDLE_MS).unref();
    const held = { host, facts, verifier, stop, idle };
    this.#held.set(host, held);
    void verifier.ended.then(() => {
      this.#forget(held);
    });
  }

  dispose(): void {
    for (const held of this.#held.values()) this.#end(held);
  }

  #end(held: Held): void {
    this.#forget(held);
    held.verifier.end();
  }

  #forget(held: Held): void {
    clearTimeout(held.idle);
    if (this.#held.get(held.host) === held) this.#held.delete(held.host);
  }
}
