import type { FormAnswer } from '../../contracts/gallery-messages';
import { element, setText } from '../kit/element';

type Plan = Extract<FormAnswer, { readonly kind: 'plan' }>;

/** What will be written: the files, and the text of one of them. Nothing is there yet. */
export class FilePreview {
  readonly screen: HTMLElement;
  readonly #head = element('p', { className: 'project', attributes: { role: 'status' } });
  readonly #list = element('ul', { className: 'files', attributes: { 'aria-label': 'Files' } });
  readonly #title = element('h3', { attributes: { id: 'preview-title' } });
  readonly #text = element('pre', {
    attributes: { tabindex: '0', 'aria-labelledby': 'preview-title' },
  });
  /** What is drawn. */
  #plan: Plan | null = null;
  /** The place of the file that is looked at: names change with the scheduler's. */
  #chosen = 0;

  constructor() {
    this.screen = element('section', {
      className: 'preview',
      attributes: { 'aria-label': 'What will be written' },
      children: [
        element('h2', { text: 'What will be written' }),
        ...[this.#head, this.#list, this.#title, this.#text],
      ],
    });
  }

  /** null while there is nothing that could be written. */
  show(plan: Plan | null): void {
    for (const part of [this.#list, this.#title, this.#text]) part.hidden = plan === null;
    if (plan === null) {
      setText(this.#head, 'Nothing, until the form is right.');
      return;
    }
    setText(this.#head, `${plan.files.length} files in ${plan.project}`);
    if (namesOf(plan) !== namesOf(this.#plan)) this.#draw(plan);
    this.#plan = plan;
    this.#showChosen();
  }

  /** Another template: its first file is looked at first. */
  reset(): void {
    this.#chosen = 0;
  }

  #draw({ files }: Plan): void {
    const rows = files.map(({ path }, index) =>
      fileRow(path, () => {
        this.#chosen = index;
        this.#showChosen();
      }),
    );
    this.#list.replaceChildren(...rows);
  }

  #showChosen(): void {
    const files = this.#plan?.files ?? [];
    const at = Math.min(this.#chosen, files.length - 1);
    for (const [index, button] of [...this.#list.querySelectorAll('button')].entries()) {
      button.setAttribute('aria-current', String(index === at));
    }
    setText(this.#title, files[at]?.path ?? '');
    setText(this.#text, files[at]?.content ?? '');
  }
}

const namesOf = (plan: Plan | null) => plan?.files.map(({ path }) => path).join('\n');

function fileRow(path: string, onShow: () => void): HTMLElement {
  const button = element('button', { text: path, attributes: { type: 'button' } });
  button.addEventListener('click', onShow);
  return element('li', { children: [button] });
}
