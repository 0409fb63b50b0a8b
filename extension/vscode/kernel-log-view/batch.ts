import type { Disposable } from '../api/disposables';

/** A kernel log comes in bursts: what arrives within this time is one message. */
const GATHER_MS = 50;

export interface Batch<T> extends Disposable {
  add(items: readonly T[]): void;
  /** Drops what was not sent: the receiver got everything in another way. */
  clear(): void;
}

/** Gathers items and sends them together. */
export function createBatch<T>(send: (items: readonly T[]) => void): Batch<T> {
  let waiting: T[] = [];
  let timer: NodeJS.Timeout | undefined;
  const clear = () => {
    clearTimeout(timer);
    timer = undefined;
    waiting = [];
  };
  const flush = () => {
    const items = waiting;
    clear();
    send(items);
  };
  return {
    add(items) {
      if (items.length === 0) return;
      for (const item of items) waiting.push(item);
      timer ??= setTimeout(flush, GATHER_MS);
    },
    clear,
    dispose: clear,
  };
}
