import { readReference, type SourceReference } from '../../contracts/source-reference';
import type { KernelLogModel } from './kernel-log-model';
import type { LogRow } from './row-store';
import { isSelected, movedIndex, type RowSelection } from './row-selection';
import type { VirtualList } from './virtual-list';

export interface RowCursorEvents {
  /** Another row is the active one. */
  readonly onActive: () => void;
  readonly onCopy: () => void;
  readonly onDetails: () => void;
  readonly onLeave: () => void;
  readonly onOpen: (reference: SourceReference) => void;
}

/** The active row and the selected ones: by arrow keys, Shift, Ctrl+A, Ctrl+C, Enter and the mouse. */
export class RowCursor {
  readonly #model: KernelLogModel;
  readonly #list: VirtualList;
  readonly #events: RowCursorEvents;
  #selection: RowSelection | null = null;

  constructor(model: KernelLogModel, list: VirtualList, events: RowCursorEvents) {
    this.#model = model;
    this.#list = list;
    this.#events = events;
    list.scroller.addEventListener('keydown', (event) => {
      this.#press(event);
    });
    list.scroller.addEventListener('click', (event) => {
      this.#click(event);
    });
    list.scroller.addEventListener('dblclick', () => {
      document.getSelection()?.removeAllRanges(); // the word under the pointer is not what is meant
      events.onDetails();
    });
  }

  /** null while no row was chosen, or it is not shown any more. */
  get activeIndex(): number | null {
    if (this.#selection === null) return null;
    const index = this.#model.indexOf(this.#selection.active);
    return this.#model.row(index)?.id === this.#selection.active ? index : null;
  }

  get activeRow(): LogRow | null {
    const index = this.activeIndex;
    return index === null ? null : this.#model.row(index);
  }

  get isAboveEnd(): boolean {
    const index = this.activeIndex;
    return index !== null && index < this.#model.count - 1;
  }

  /** First and last index of the rows that are selected. */
  get range(): readonly [number, number] | null {
    if (this.#selection === null || this.activeIndex === null) return null;
    const { anchor, active } = this.#selection;
    const [from, to] = [Math.min(anchor, active), Math.max(anchor, active)];
    return [this.#model.indexOf(from), this.#model.indexOf(to + 1) - 1];
  }

  clear(): void {
    this.#selection = null;
    this.#tell();
  }

  goTo(index: number, extend = false): void {
    const id = this.#model.row(index)?.id;
    if (id === undefined) return;
    this.#selection = { anchor: extend ? (this.#selection?.anchor ?? id) : id, active: id };
    this.#list.reveal(index);
    this.#tell();
    this.#events.onActive();
  }

  /** What a row's element tells of it to screen readers and the style sheet. */
  mark(target: HTMLElement, { id }: LogRow, index: number): void {
    target.id = `row-${id}`;
    target.dataset['index'] = String(index);
    target.setAttribute('aria-rowindex', String(index + 1));
    target.setAttribute('aria-selected', String(isSelected(id, this.#selection)));
    target.classList.toggle('active', this.#selection?.active === id);
  }

  #tell(): void {
    const { scroller } = this.#list;
    if (this.#selection === null) scroller.removeAttribute('aria-activedescendant');
    else scroller.setAttribute('aria-activedescendant', `row-${this.#selection.active}`);
    this.#list.refresh();
  }

  #press(event: KeyboardEvent): void {
    const { count } = this.#model;
    const index = this.activeIndex ?? (event.key === 'ArrowUp' ? count : count - 1);
    const moved = movedIndex(event.key, index, { page: this.#list.rowsSeen - 1, count });
    const isCommand = event.ctrlKey || event.metaKey;
    if (moved !== null) this.goTo(moved, event.shiftKey);
    else if (isCommand && event.key === 'a') this.#selectAll();
    else if (isCommand && event.key === 'c') this.#events.onCopy();
    else if (event.key === 'Enter') this.#events.onDetails();
    else if (event.key === 'Escape') this.#events.onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation(); // VS Code, at the window, has meanings of its own for some
  }

  #selectAll(): void {
    const first = this.#model.row(0);
    const last = this.#model.row(this.#model.count - 1);
    if (first && last) this.#selection = { anchor: first.id, active: last.id };
    this.#tell();
  }

  #click(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const reference = target?.closest<HTMLElement>('[data-reference]')?.dataset['reference'];
    const opened = reference === undefined ? null : readReference(JSON.parse(reference));
    if (opened) {
      this.#events.onOpen(opened);
      return;
    }
    // Text that was just marked with the mouse stays marked.
    if ((document.getSelection()?.toString() ?? '') !== '') return;
    const index = target?.closest<HTMLElement>('.row')?.dataset['index'];
    if (index !== undefined) this.goTo(Number(index), event.shiftKey);
  }
}
