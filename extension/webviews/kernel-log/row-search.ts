import { continueFind, startFind, type FindState } from './find-in-rows';
import type { KernelLogModel } from './kernel-log-model';
import type { RowCursor } from './row-cursor';
import { inSlices } from './slices';
import type { VirtualList } from './virtual-list';

/** Goes from row to row that has a text, without holding up what else the panel does. */
export class RowSearch {
  readonly #model: KernelLogModel;
  readonly #list: VirtualList;
  readonly #cursor: RowCursor;
  readonly #say: (words: string) => void;
  #state: FindState | null = null;

  constructor(
    model: KernelLogModel,
    list: VirtualList,
    cursor: RowCursor,
    say: (words: string) => void,
  ) {
    this.#model = model;
    this.#list = list;
    this.#cursor = cursor;
    this.#say = say;
  }

  start(text: string, step: 1 | -1): void {
    this.#say('');
    const from = this.#cursor.activeIndex ?? (step === 1 ? -1 : this.#model.count);
    this.#state = startFind(text, step, from, this.#model);
    this.#work();
  }

  readonly #work = inSlices((isOver) => {
    if (this.#state === null) return 'done';
    const found = continueFind(this.#state, this.#model, isOver);
    if (found === null) return 'again';
    this.#state = null;
    if (found === 'nowhere') this.#say('Not found');
    else {
      this.#list.reveal(found, 'middle');
      this.#cursor.goTo(found);
    }
    return 'done';
  });
}
