import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { GalleryState } from '../../contracts/gallery-messages';
import { element, icon, setText } from '../kit/element';
import { countText, matching } from './gallery-model';
import { createTemplateCards } from './template-cards';

export interface TemplateListOptions {
  readonly onChoose: (key: string) => void;
  readonly onFilter: (filter: string) => void;
  readonly onOwnFolder: () => void;
}

/** The first screen: a filter, the cards, and what can't be used. */
export class TemplateList {
  readonly screen: HTMLElement;
  readonly #options: TemplateListOptions;
  readonly #filter = element('input', {
    className: 'field',
    attributes: { type: 'search', id: 'filter', placeholder: 'fair, cgroup, loader …' },
  });
  readonly #count = element('p', { className: 'count', attributes: { role: 'status' } });
  readonly #broken = element('div', { className: 'broken' });
  readonly #cards: ReturnType<typeof createTemplateCards>;
  readonly #own: ReturnType<typeof ownFolderLine>;
  #templates: GalleryState['templates'] = [];

  constructor(options: TemplateListOptions) {
    this.#options = options;
    this.#cards = createTemplateCards(options.onChoose);
    this.#own = ownFolderLine(options.onOwnFolder);
    const label = element('label', { text: 'Filter', attributes: { for: 'filter' } });
    this.screen = element('section', {
      attributes: { 'aria-label': 'Choose a template' },
      children: [
        element('h1', { text: 'New Scheduler' }),
        element('p', { className: 'lead', text: LEAD }),
        element('div', { className: 'search', children: [label, this.#filter, this.#count] }),
        this.#cards.list,
        this.#broken,
        this.#own.line,
      ],
    });
    this.#listen();
  }

  show({ templates, broken, ownFolder }: GalleryState, words: string): void {
    this.#templates = templates;
    if (this.#filter.value !== words) this.#filter.value = words;
    this.#showCards();
    this.#own.show(ownFolder);
    showBroken(this.#broken, broken);
  }

  /** To the card that was chosen before, else to the filter. */
  focus(key: string | null): void {
    if (key === null) this.#filter.focus();
    else this.#cards.focus(key);
  }

  #listen(): void {
    this.#filter.addEventListener('input', () => {
      this.#options.onFilter(this.#filter.value);
      this.#showCards();
    });
    // A word and Enter is the short way to a template.
    this.#filter.addEventListener('keydown', (event) => {
      const [first] = this.#found;
      if (first === undefined) return;
      if (event.key === 'Enter') this.#options.onChoose(first.key);
      if (event.key === 'ArrowDown') this.#cards.focus(first.key);
    });
  }

  get #found(): GalleryState['templates'] {
    return matching(this.#templates, this.#filter.value);
  }

  #showCards(): void {
    const found = this.#found;
    this.#cards.show(found);
    setText(this.#count, countText(found.length, this.#templates.length));
  }
}

const LEAD =
  'Start from a scheduler that works. Each template is a project of its own, yours to change.';

function showBroken(target: HTMLElement, broken: GalleryState['broken']): void {
  target.hidden = broken.length === 0;
  const words = broken.length === 1 ? '1 template' : `${broken.length} templates`;
  target.replaceChildren(
    element('h2', { children: [icon('warning'), `${words} can't be used`] }),
    element('ul', {
      children: broken.map(({ folder, wrong }) =>
        element('li', { children: [element('code', { text: folder }), `: ${wrong}`] }),
      ),
    }),
  );
}

function ownFolderLine(onOwnFolder: () => void) {
  const words = element('span');
  const button = element('vscode-button', { attributes: { icon: 'gear', secondary: '' } });
  button.addEventListener('click', onOwnFolder);
  return {
    line: element('p', { className: 'own-folder', children: [words, button] }),
    show(folder: string | null): void {
      const none =
        'Templates of your own are shown here too: SCX: Save as Template makes one of a project.';
      setText(words, folder === null ? none : `Your own templates are in ${folder}`);
      setText(button, folder === null ? 'Choose Their Folder' : 'Change Their Folder');
    },
  };
}
