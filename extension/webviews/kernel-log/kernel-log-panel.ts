import type {
  KnownSources,
  LogRows,
  LogSubject,
  ToKernelLogPanel,
} from '../../contracts/kernel-log-messages';
import { SCHED_EXT_KINDS } from '../../contracts/kernel-log-messages';
import { element } from '../kit/element';
import type { PanelHost } from '../kit/panel-host';
import { copiedRows } from './copied-rows';
import { createFindBox, listenForFind } from './find-box';
import { KernelLogModel } from './kernel-log-model';
import { createLinkBox } from './link-box';
import { fillLogRow, type RowLook } from './log-row';
import { createRowDetails } from './row-details';
import { countText } from './row-text';
import { RowCursor } from './row-cursor';
import { RowSearch } from './row-search';
import { inSlices } from './slices';
import { createToolbar } from './toolbar';
import { VirtualList } from './virtual-list';

export interface KernelLogPanelOptions extends Pick<PanelHost, 'send'> {
  /** Pixels. */
  readonly rowHeight: number;
}

const NOTHING_KNOWN: KnownSources = { files: [], functions: [], operations: [] };

/** A log panel: a toolbar, a message while the log is not live, the rows, and one row's details. */
export class KernelLogPanel {
  readonly #model = new KernelLogModel();
  readonly #options: KernelLogPanelOptions;
  readonly #heading = element('h1', { className: 'unseen' });
  readonly #list: VirtualList;
  readonly #cursor: RowCursor;
  readonly #search: RowSearch;
  readonly #toolbar: ReturnType<typeof createToolbar>;
  readonly #find: ReturnType<typeof createFindBox>;
  readonly #details: ReturnType<typeof createRowDetails>;
  readonly #link: ReturnType<typeof createLinkBox>;
  #look: RowLook = { subject: 'kernel-log', labels: [], known: NOTHING_KNOWN, found: '' };
  /** Rows that came since the list stands still. */
  #unseen = 0;

  readonly #work = inSlices((isOver) => {
    if (!this.#model.isBusy) return 'done';
    const isDone = this.#model.work(isOver);
    this.#show(0);
    return isDone ? 'done' : 'again';
  });

  constructor(root: HTMLElement, options: KernelLogPanelOptions) {
    this.#options = options;
    this.#link = createLinkBox(options);
    this.#list = this.#createList();
    this.#details = createRowDetails({
      onOpen: (reference) => {
        options.send({ kind: 'open', reference });
      },
      onClose: () => {
        this.#leaveDetails();
      },
    });
    this.#cursor = new RowCursor(this.#model, this.#list, {
      onActive: () => {
        this.#showActive();
      },
      onCopy: () => {
        this.#copy();
      },
      onDetails: () => {
        this.#toggleDetails();
      },
      onLeave: () => {
        this.#details.hide();
      },
      onOpen: (reference) => {
        options.send({ kind: 'open', reference });
      },
    });
    this.#search = new RowSearch(this.#model, this.#list, this.#cursor, (words) => {
      this.#find.say(words);
    });
    this.#find = this.#createFind();
    listenForFind(this.#find);
    this.#toolbar = this.#createToolbar();
    root.append(
      this.#heading,
      this.#toolbar.bar,
      this.#link.box,
      this.#list.scroller,
      this.#details.box,
    );
    this.#reset('kernel-log');
  }

  receive(message: ToKernelLogPanel): void {
    switch (message.kind) {
      case 'reset':
        this.#reset(message.subject);
        return;
      case 'append':
        if (message.labels !== null) this.#nameLabels(message.labels);
        this.#append(message.rows);
        this.#options.send({ kind: 'taken' });
        return;
      case 'sources':
        this.#look = { ...this.#look, known: message.known };
        this.#list.refresh();
        return;
      case 'link':
        this.#link.show(message.link, message.target, NAMES[this.#look.subject]);
    }
  }

  #reset(subject: LogSubject): void {
    this.#look = { ...this.#look, subject };
    document.body.dataset['subject'] = subject;
    this.#heading.textContent = NAMES[subject].replace(/^The k/, 'K');
    this.#nameLabels(subject === 'kernel-log' ? SCHED_EXT_KINDS : []);
    this.#model.clear();
    this.#cursor.clear();
    this.#details.hide();
    this.#unseen = 0;
    this.#pause(false);
    this.#show(0);
  }

  #nameLabels(labels: readonly string[]): void {
    this.#look = { ...this.#look, labels };
    this.#toolbar.showLabels(this.#look.subject, labels);
  }

  #append(rows: LogRows): void {
    const gone = this.#model.append(rows);
    if (!this.#list.following) this.#unseen += rows.timesMicros.length;
    this.#show(gone);
    this.#work();
  }

  #show(gone: number): void {
    const { count, total, isFiltered } = this.#model;
    if (this.#list.following) this.#unseen = 0;
    this.#list.show(count, gone);
    this.#toolbar.showCount(countText({ count, total, isFiltered, unseen: this.#unseen }));
  }

  #pause(paused: boolean): void {
    this.#list.follow(!paused);
    this.#toolbar.showPaused(paused);
  }

  #showActive(): void {
    const row = this.#cursor.activeRow;
    if (row && this.#details.isShown) this.#details.show(row, this.#look);
    // A row that is being read must not run away.
    this.#pause(!this.#list.following || this.#cursor.isAboveEnd);
  }

  #toggleDetails(): void {
    const row = this.#cursor.activeRow;
    if (row === null || this.#details.isShown) this.#details.hide();
    else this.#details.show(row, this.#look);
  }

  #leaveDetails(): void {
    this.#details.hide();
    this.#list.scroller.focus();
  }

  /** The text that is selected, else the rows that are, else all that is shown. */
  #copy(): void {
    const marked = document.getSelection()?.toString() ?? '';
    const text = marked === '' ? copiedRows(this.#model, this.#cursor.range, this.#look) : marked;
    this.#options.send({ kind: 'copy', text });
  }

  #createList(): VirtualList {
    return new VirtualList({
      label: 'Rows of the log',
      rowHeight: this.#options.rowHeight,
      fill: (target, index) => {
        const row = this.#model.row(index);
        if (row === null) return;
        fillLogRow(target, row, this.#look);
        this.#cursor.mark(target, row, index);
      },
      onFollowChange: (following) => {
        if (following) this.#unseen = 0;
        this.#toolbar.showPaused(!following);
        this.#show(0);
      },
    });
  }

  #createFind() {
    return createFindBox({
      onChange: (text) => {
        this.#look = { ...this.#look, found: text.toLowerCase() };
        this.#list.refresh();
      },
      onFind: (text, step) => {
        this.#search.start(text, step);
      },
      onLeave: () => {
        this.#list.scroller.focus();
      },
    });
  }

  #createToolbar() {
    return createToolbar({
      findParts: this.#find.parts,
      onFilter: (filter) => {
        this.#model.setFilter(filter);
        this.#show(0);
        this.#work();
      },
      onPause: (paused) => {
        this.#pause(paused);
        this.#show(0);
      },
      onCopy: () => {
        this.#copy();
      },
    });
  }
}

const NAMES: Readonly<Record<LogSubject, string>> = {
  'kernel-log': 'The kernel log',
  'bpf-output': 'What BPF programs print',
};
