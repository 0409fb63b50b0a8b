import { element } from '../kit/element';
import { barHeight, barOfTop, clampTop, lastTop, topOfBar, type ScrollSpace } from './scroll-space';

export interface VirtualListOptions {
  readonly label: string;
  /** Pixels; rows all have the same height, so that a million cost as much as ten. */
  readonly rowHeight: number;
  /** Fills the element of the row at an index; elements are used again for other rows. */
  readonly fill: (row: HTMLElement, index: number) => void;
  /** The user scrolled to the end, or away from it. */
  readonly onFollowChange: (following: boolean) => void;
}

/** The bar is put where it belongs once it has rested that long. */
const REST_MS = 150;

/**
 * A scrolling list of any length, with elements only for the rows that are seen. They stand still in a
 * window that sticks to the top, and are filled anew: where the browser's scroll bar ends does not matter.
 */
export class VirtualList {
  readonly scroller: HTMLElement;
  readonly #window = element('div', { className: 'rows', attributes: { role: 'rowgroup' } });
  readonly #height = element('div', {
    className: 'height',
    attributes: { role: 'presentation' },
    children: [this.#window],
  });
  readonly #options: VirtualListOptions;
  readonly #pool: HTMLElement[] = [];
  #space: ScrollSpace;
  #top = 0;
  #bar = 0;
  #following = true;
  #isHeld = false;
  #rest: number | undefined;
  #frame: number | undefined;

  constructor(options: VirtualListOptions) {
    this.#options = options;
    this.#space = { rows: 0, rowHeight: options.rowHeight, viewport: 0 };
    this.scroller = element('div', {
      className: 'scroller',
      attributes: {
        tabindex: '0',
        role: 'grid',
        'aria-label': options.label,
        'aria-multiselectable': 'true',
      },
      children: [this.#height],
    });
    this.#listen();
  }

  get following(): boolean {
    return this.#following;
  }

  get rowsSeen(): number {
    return Math.max(Math.floor(this.#space.viewport / this.#options.rowHeight), 1);
  }

  /** `gone`: rows that went out at the top, so that what is on the screen can stay there. */
  show(rows: number, gone = 0): void {
    this.#space = { ...this.#space, rows };
    this.scroller.setAttribute('aria-rowcount', String(rows));
    const top = this.#following ? lastTop(this.#space) : this.#top - gone * this.#space.rowHeight;
    this.#top = clampTop(top, this.#space);
    this.#drawSoon();
  }

  /** Fills again what is seen. */
  refresh(): void {
    this.#drawSoon();
  }

  follow(following: boolean): void {
    this.#following = following;
    if (following) this.#goTo(lastTop(this.#space));
  }

  /** Scrolls as little as makes the row seen, or so that it stands in the middle. */
  reveal(index: number, place: 'near' | 'middle' = 'near'): void {
    const { rowHeight, viewport } = this.#space;
    const start = index * rowHeight;
    const isSeen = start >= this.#top && start + rowHeight <= this.#top + viewport;
    if (isSeen) return;
    const middle = start - (viewport - rowHeight) / 2;
    const near = start < this.#top ? start : start + rowHeight - viewport;
    this.#goTo(place === 'middle' ? middle : near);
    this.#noticeEnd();
  }

  #goTo(top: number): void {
    this.#top = clampTop(top, this.#space);
    this.#drawSoon();
  }

  #listen(): void {
    const { scroller } = this;
    scroller.addEventListener('scroll', () => {
      this.#noticeScroll();
    });
    // While the bar is dragged it must stay under the pointer.
    scroller.addEventListener('pointerdown', () => {
      this.#isHeld = true;
    });
    window.addEventListener('pointerup', () => {
      this.#isHeld = false;
    });
    new ResizeObserver(() => {
      this.#space = { ...this.#space, viewport: scroller.clientHeight };
      this.show(this.#space.rows);
    }).observe(scroller);
  }

  #noticeScroll(): void {
    const bar = this.scroller.scrollTop;
    if (bar === this.#bar) return;
    this.#top = topOfBar(bar, { bar: this.#bar, top: this.#top }, this.#space);
    this.#bar = bar;
    this.#noticeEnd();
    this.#draw();
    window.clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => {
      if (!this.#isHeld) this.#placeBar();
    }, REST_MS);
  }

  #noticeEnd(): void {
    const atEnd = this.#top >= lastTop(this.#space) - this.#space.rowHeight;
    if (atEnd === this.#following) return;
    this.#following = atEnd;
    this.#options.onFollowChange(atEnd);
  }

  /** A flood of rows draws once a frame. */
  #drawSoon(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#height.style.height = `${barHeight(this.#space)}px`;
      this.#placeBar();
      this.#draw();
    });
  }

  #placeBar(): void {
    const bar = Math.round(barOfTop(this.#top, this.#space));
    if (Math.abs(bar - this.scroller.scrollTop) < 1) return;
    this.scroller.scrollTop = bar;
    this.#bar = this.scroller.scrollTop; // what the browser made of it
  }

  #draw(): void {
    const { rows, rowHeight, viewport } = this.#space;
    const first = Math.floor(this.#top / rowHeight);
    const count = Math.min(Math.ceil(viewport / rowHeight) + 1, Math.max(rows - first, 0));
    while (this.#pool.length < count) this.#pool.push(this.#newRow());
    while (this.#pool.length > count) this.#pool.pop()?.remove();
    for (const [at, row] of this.#pool.entries()) {
      row.style.transform = `translateY(${(first + at) * rowHeight - this.#top}px)`;
      this.#options.fill(row, first + at);
    }
  }

  #newRow(): HTMLElement {
    const row = element('div', { className: 'row', attributes: { role: 'row' } });
    row.style.height = `${this.#options.rowHeight}px`;
    this.#window.append(row);
    return row;
  }
}
