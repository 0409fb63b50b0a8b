import type { GalleryTemplate } from '../../contracts/gallery-messages';
import { element, icon } from '../kit/element';

/** The cards of templates. Arrow keys go from one to the next, as they lie there; Tab leaves. */
export function createTemplateCards(onChoose: (key: string) => void) {
  const list = element('ul', { className: 'cards', attributes: { 'aria-label': 'Templates' } });
  const buttons = () => [...list.querySelectorAll<HTMLElement>('button')];
  let shown = '';
  list.addEventListener('keydown', (event) => {
    const all = buttons();
    const step = stepOf(event.key, columnsOf(all));
    const at = all.findIndex((button) => button === document.activeElement);
    const next = step === 0 ? undefined : all[at + step];
    if (at < 0 || next === undefined) return;
    next.focus();
    event.preventDefault();
  });
  return {
    list,
    show(templates: readonly GalleryTemplate[]): void {
      const key = JSON.stringify(templates);
      if (key === shown) return;
      shown = key;
      list.replaceChildren(...templates.map((template) => cardOf(template, onChoose)));
      list.hidden = templates.length === 0;
    },
    focus(key: string): void {
      buttons()
        .find((button) => button.dataset['key'] === key)
        ?.focus();
    },
  };
}

function stepOf(key: string, columns: number): number {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  return steps[key] ?? 0;
}

/** How many lie side by side, which the width of the page decides. */
function columnsOf(cards: readonly HTMLElement[]): number {
  const top = cards[0]?.getBoundingClientRect().top;
  return Math.max(cards.filter((card) => card.getBoundingClientRect().top === top).length, 1);
}

function cardOf(template: GalleryTemplate, onChoose: (key: string) => void): HTMLElement {
  const { key, name, isOwn, title, description, tags } = template;
  const names = element('span', {
    className: 'name',
    children: [name, ...(isOwn ? [element('span', { className: 'own', text: 'your own' })] : [])],
  });
  const button = element('button', {
    className: 'card',
    attributes: { type: 'button', 'data-key': key },
    children: [
      pictureOf(template),
      names,
      element('span', { className: 'title', text: title }),
      element('span', { className: 'description', text: description }),
      tagsOf(tags),
    ],
  });
  button.addEventListener('click', () => {
    onChoose(key);
  });
  return element('li', { children: [button] });
}

/** In an <img> an SVG runs nothing and fetches nothing, whoever drew it. The words beside it say the same. */
export function pictureOf({ picture }: GalleryTemplate): HTMLElement {
  const frame = element('span', { className: 'picture', attributes: { 'aria-hidden': 'true' } });
  const none = icon('circuit-board');
  if (picture === null) {
    frame.append(none);
    return frame;
  }
  const image = element('img', { attributes: { src: picture, alt: '' } });
  image.addEventListener('error', () => {
    image.replaceWith(none);
  });
  frame.append(image);
  return frame;
}

export function tagsOf(tags: readonly string[]): HTMLElement {
  return element('span', {
    className: 'tags',
    children: tags.map((text) => element('span', { className: 'tag', text })),
  });
}
