/** vscode.EventEmitter, as far as sessions use it. */
export class EventEmitter<T> {
  readonly #heard = new Set<(value: T) => void>();
  readonly event = (listener: (value: T) => void) => {
    this.#heard.add(listener);
    return { dispose: () => this.#heard.delete(listener) };
  };
  fire(value: T): void {
    for (const listener of [...this.#heard]) listener(value);
  }
  dispose(): void {
    this.#heard.clear();
  }
}
