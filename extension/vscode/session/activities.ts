import * as vscode from 'vscode';
import { setContextKey } from '../api/context-keys';
import type { Disposable } from '../api/disposables';

/** A step at work. */
export interface Activity {
  readonly signal: AbortSignal;
  onProgress(stage: string): void;
  end(): void;
}

interface Running {
  readonly controller: AbortController;
  stage: string;
}

/**
 * What runs now, by what it must not run twice on: a source for build and verify, a target for load.
 * A newer step cancels the older.
 */
export class Activities implements Disposable {
  /** In the order in which they began. */
  readonly #running = new Map<string, Running>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  /** The stage of the step that began last, null when nothing runs. */
  get current(): string | null {
    return [...this.#running.values()].at(-1)?.stage ?? null;
  }

  /** The stage of the step on `key`, null when none runs. */
  stageOf(key: string): string | null {
    return this.#running.get(key)?.stage ?? null;
  }

  /** `outer` cancels the step too. */
  begin(key: string, stage: string, outer: AbortSignal | undefined): Activity {
    this.cancel(key);
    this.#running.delete(key); // Set again: a map keeps the order of the first time.
    const mine: Running = { controller: new AbortController(), stage };
    const abort = () => {
      mine.controller.abort();
    };
    if (outer?.aborted === true) abort();
    outer?.addEventListener('abort', abort, { once: true });
    this.#running.set(key, mine);
    this.#announce();
    return {
      signal: mine.controller.signal,
      onProgress: (text) => {
        mine.stage = text;
        if (this.#running.get(key) === mine) this.#changed.fire();
      },
      end: () => {
        outer?.removeEventListener('abort', abort);
        if (this.#running.get(key) !== mine) return;
        this.#running.delete(key);
        this.#announce();
      },
    };
  }

  /** One step, or all. */
  cancel(key?: string): void {
    for (const [name, { controller }] of this.#running) {
      if (key === undefined || key === name) controller.abort();
    }
  }

  dispose(): void {
    this.cancel();
    this.#changed.dispose();
  }

  #announce(): void {
    setContextKey('scx.busy', this.#running.size > 0);
    this.#changed.fire();
  }
}
