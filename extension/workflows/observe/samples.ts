import { failed, ok, type Outcome } from '../../core/findings/problem';
import { createSampleReader } from '../../core/sched-ext/sample-reader';
import type { Sample } from '../../core/sched-ext/target';
import type { Exit, Host, RemoteSession } from '../../hosts/api';
import type { Following } from './kernel-log';

/** Reads a target's figures once. */
export async function readSample(host: Host, signal?: AbortSignal): Promise<Outcome<Sample>> {
  const outcome = await host.run('status', { args: ['once'], signal });
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

const FASTEST_MS = 100;

const samplers = new WeakMap<Host, Sampler>();

/**
 * Reads a target's figures again and again until `end` is called or the connection goes. All who look at one
 * host share one sampler there, which is as fast as the one in the greatest hurry wants it.
 */
export function watchStatus(
  host: Host,
  { intervalMs }: { readonly intervalMs: number },
  onSample: (sample: Sample) => void,
): Following {
  let sampler = samplers.get(host);
  if (!sampler?.isOpen) samplers.set(host, (sampler = new Sampler(host)));
  return sampler.add({ intervalMs: Math.max(intervalMs, FASTEST_MS), onSample });
}

interface Viewer {
  readonly intervalMs: number;
  readonly onSample: (sample: Sample) => void;
  readonly leave: (outcome: Outcome<Exit>) => void;
}

const LEFT: Outcome<Exit> = ok({ exitCode: 0, stdout: '', stderr: '' });

/** One session on one host: it answers when it is asked, and is asked for the next reading after an answer. */
class Sampler {
  readonly #viewers = new Set<Viewer>();
  readonly #session: RemoteSession;
  #timer: NodeJS.Timeout | null = null;
  #askedAt = 0;
  #waits = false;
  #latest: Sample | null = null;
  #isOver = false;

  constructor(host: Host) {
    const reader = createSampleReader();
    this.#session = host.start('status', (line) => {
      const sample = reader.push(line);
      if (sample !== null) this.#show(sample);
    });
    void this.#session.done.then((outcome) => {
      this.#end(outcome);
    });
    this.#ask();
  }

  /** False once nobody looked any more: whoever comes then starts anew. */
  get isOpen(): boolean {
    return !this.#isOver;
  }

  add(options: Omit<Viewer, 'leave'>): Following {
    let leave: Viewer['leave'] = () => undefined;
    const done = new Promise<Outcome<Exit>>((resolve) => {
      leave = resolve;
    });
    const viewer = { ...options, leave };
    this.#viewers.add(viewer);
    if (this.#latest !== null) viewer.onSample(this.#latest);
    this.#plan();
    return {
      done,
      end: () => {
        this.#remove(viewer);
      },
    };
  }

  #remove(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer)) return;
    if (this.#viewers.size > 0) {
      viewer.leave(LEFT);
      return;
    }
    this.#isOver = true;
    this.#stop();
    this.#session.end();
    void this.#session.done.then(viewer.leave);
  }

  #ask(): void {
    this.#waits = true;
    this.#askedAt = performance.now();
    this.#session.send('now');
  }

  #show(sample: Sample): void {
    this.#waits = false;
    this.#latest = sample;
    for (const { onSample } of [...this.#viewers]) onSample(sample);
    this.#plan();
  }

  /** An answer that is slow to come delays the next question: they never pile up. */
  #plan(): void {
    this.#stop();
    if (this.#waits || this.#isOver || this.#viewers.size === 0) return;
    const wanted = Math.min(...[...this.#viewers].map(({ intervalMs }) => intervalMs));
    const left = this.#askedAt + wanted - performance.now();
    this.#timer = setTimeout(
      () => {
        this.#ask();
      },
      Math.max(left, 0),
    );
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #end(outcome: Outcome<Exit>): void {
    this.#isOver = true;
    this.#stop();
    for (const { leave } of this.#viewers) leave(outcome);
    this.#viewers.clear();
  }
}
