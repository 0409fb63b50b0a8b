/** What has an end. VS Code's own Disposable is a class; this fits its objects and ours. */
export interface Disposable {
  dispose(): unknown;
}

/** Owns what is given to it: disposes in reverse order, and at once what arrives late. */
export class Disposables implements Disposable {
  readonly #owned: Disposable[] = [];
  #disposed = false;

  add(...owned: readonly Disposable[]): void {
    if (this.#disposed) for (const one of owned) one.dispose();
    else this.#owned.push(...owned);
  }

  dispose(): void {
    this.#disposed = true;
    while (this.#owned.length > 0) this.#owned.pop()?.dispose();
  }
}
