import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';
import { element } from '../kit/element';

export interface VirtualListOptions<T> {
  readonly label: string;
  /** Rows all have the same height, so that ten thousand cost as much as ten. */
  readonly rowHeight: number;
  /** Fills a row's element, which is used again for other rows. */
  readonly fill: (row: HTMLElement, item: T) => void;
  /** The user scrolled to the end, or away from it. */
  readonly onFollowChange: (following: boolean) => void;
}

const OVERSCAN_ROWS = 12;

/** A scrolling list that has elements only for the rows on the screen. */
export class VirtualList<T> {
  readonly scroller: HTMLElement;
  readonly #content = element('div', { className: 'rows' });
  readonly #options: VirtualListOptions<T>;
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  #items: readonly T[] = [];
  #following = true;
  /** Elements of the rows on the screen. */
  readonly #pool: HTMLElement[] = [];

  constructor(options: VirtualListOptions<T>) {
    this.#options = options;
    this.scroller = element('div', {
      className: 'scroller',
      attributes: { tabindex: '0', role: 'log', 'aria-live': 'off', 'aria-label': options.label },
      children: [this.#content],
    });
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.#virtualizerOptions());
    this.scroller.addEventListener('scroll', () => {
      this.#noticeScroll();
    });
  }

  get following(): boolean {
    return this.#following;
  }

  /** Call once the scroller is in the document. */
  mount(): () => void {
    const unmount = this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
    this.#draw();
    return unmount;
  }

  /** `shifted`: rows that went out at the top, so that what is on the screen can stay there. */
  show(items: readonly T[], shifted = 0): void {
    this.#items = items;
    this.#virtualizer.setOptions(this.#virtualizerOptions());
    this.#virtualizer._willUpdate();
    this.#draw();
    if (this.#following) this.#scrollToEnd();
    else if (shifted > 0) this.scroller.scrollTop -= shifted * this.#options.rowHeight;
  }

  follow(following: boolean): void {
    this.#following = following;
    if (following) this.#scrollToEnd();
  }

  #virtualizerOptions() {
    const { rowHeight } = this.#options;
    return {
      count: this.#items.length,
      getScrollElement: () => this.scroller,
      estimateSize: () => rowHeight,
      overscan: OVERSCAN_ROWS,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => {
        this.#draw();
        if (this.#following) this.#scrollToEnd(); // a smaller panel would hide the last rows
      },
    };
  }

  #draw(): void {
    const { rowHeight, fill } = this.#options;
    const visible = this.#virtualizer.getVirtualItems();
    this.#content.style.height = `${this.#items.length * rowHeight}px`;
    while (this.#pool.length < visible.length) this.#pool.push(this.#newRow());
    while (this.#pool.length > visible.length) this.#pool.pop()?.remove();
    for (const [at, { index, start }] of visible.entries()) {
      const row = this.#pool[at];
      const item = this.#items[index];
      if (!row || item === undefined) continue;
      row.style.transform = `translateY(${start}px)`;
      fill(row, item);
    }
  }

  #newRow(): HTMLElement {
    const row = element('div', { className: 'row' });
    row.style.height = `${this.#options.rowHeight}px`;
    this.#content.append(row);
    return row;
  }

  #scrollToEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #noticeScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const atEnd = scrollTop + clientHeight >= scrollHeight - this.#options.rowHeight;
    if (atEnd === this.#following) return;
    this.#following = atEnd;
    this.#options.onFollowChange(atEnd);
  }
}
