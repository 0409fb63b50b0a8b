import type { LogRow, ToKernelLogPanel } from '../../contracts/kernel-log-messages';
import { element } from '../kit/element';
import type { PanelHost } from '../kit/panel-host';
import { copyText, countText, KernelLogModel } from './kernel-log-model';
import { createLinkBox } from './link-box';
import { fillLogRow } from './log-row';
import { createToolbar } from './toolbar';
import { VirtualList } from './virtual-list';

export interface KernelLogPanelOptions extends PanelHost {
  /** Pixels. */
  readonly rowHeight: number;
}

/** The kernel log panel: a toolbar, a message while the log is not live, and the rows. */
export class KernelLogPanel {
  readonly #model = new KernelLogModel();
  readonly #options: KernelLogPanelOptions;
  readonly #list: VirtualList<LogRow>;
  readonly #toolbar: ReturnType<typeof createToolbar>;
  readonly #link: ReturnType<typeof createLinkBox>;

  constructor(root: HTMLElement, options: KernelLogPanelOptions) {
    this.#options = options;
    this.#link = createLinkBox(options);
    this.#list = new VirtualList<LogRow>({
      label: 'Kernel log',
      rowHeight: options.rowHeight,
      fill: fillLogRow,
      onFollowChange: (following) => {
        this.#toolbar.showFollowing(following);
      },
    });
    this.#toolbar = createToolbar({
      onFilter: (filter) => {
        this.#model.setFilter(filter);
        this.#show(0);
      },
      onFollow: (following) => {
        this.#list.follow(following);
        this.#toolbar.showFollowing(following);
      },
      onCopy: () => {
        this.#copy();
      },
    });
    const heading = element('h1', { className: 'unseen', text: 'Kernel log' });
    root.append(heading, this.#toolbar.bar, this.#link.box, this.#list.scroller);
    this.#list.mount();
    this.#toolbar.showFollowing(true);
    this.#show(0);
  }

  receive(message: ToKernelLogPanel): void {
    switch (message.kind) {
      case 'reset':
        this.#model.reset(message.rows);
        this.#show(0);
        return;
      case 'append':
        this.#show(this.#model.append(message.rows));
        return;
      case 'link':
        this.#link.show(message.link, message.target);
    }
  }

  #show(shifted: number): void {
    const { shown, total, isFiltered } = this.#model;
    this.#list.show(shown, shifted);
    this.#toolbar.showCount(countText(shown.length, total, isFiltered));
  }

  /** What is selected, else all that is shown. */
  #copy(): void {
    const selected = document.getSelection()?.toString() ?? '';
    const text = selected === '' ? this.#model.shown.map(copyText).join('\n') : selected;
    this.#options.send({ kind: 'copy', text });
  }
}
