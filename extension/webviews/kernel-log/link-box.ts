import type { PanelLink } from '../../contracts/panel';
import { createButtonRow } from '../kit/buttons';
import { element, setText } from '../kit/element';
import { linkMessage } from '../kit/link-message';
import type { PanelHost } from '../kit/panel-host';
import { ageText } from './age-text';

/** While the connection is lost, the age of the rows grows. */
const CLOCK_MS = 1000;

/** Says why the log is not live, how old it is and what can be done; hidden while it is. */
export function createLinkBox({ send }: Pick<PanelHost, 'send'>) {
  const title = element('h2');
  const text = element('p');
  const age = element('p', { className: 'age' });
  const buttons = createButtonRow((action) => {
    send({ kind: 'action', action });
  });
  const words = element('div', { attributes: { role: 'status' }, children: [title, text] });
  const box = element('div', { className: 'message', children: [words, age, buttons.row] });
  box.hidden = true;
  let lostSince: number | null = null;
  const showAge = () => {
    age.hidden = lostSince === null;
    if (lostSince !== null) setText(age, ageText(lostSince, Date.now()));
  };
  setInterval(() => {
    if (lostSince !== null) showAge();
  }, CLOCK_MS);
  return {
    box,
    show(link: PanelLink, target: string | null, what: string): void {
      const message = linkMessage(link, target, what);
      lostSince = link.kind === 'lost' ? link.since : null;
      box.hidden = message === null;
      setText(title, message?.title ?? '');
      setText(text, message?.text ?? '');
      buttons.show(message?.buttons ?? []);
      showAge();
    },
  };
}
