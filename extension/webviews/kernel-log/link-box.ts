import type { PanelLink } from '../../contracts/panel';
import { createButtonRow } from '../kit/buttons';
import { element, setText } from '../kit/element';
import { linkMessage } from '../kit/link-message';
import type { PanelHost } from '../kit/panel-host';

/** Says why the log is not live and what can be done; hidden while it is. */
export function createLinkBox({ send }: PanelHost) {
  const title = element('h2');
  const text = element('p');
  const buttons = createButtonRow((action) => {
    send({ kind: 'action', action });
  });
  const box = element('div', {
    className: 'message',
    attributes: { role: 'status' },
    children: [title, text, buttons.row],
  });
  box.hidden = true;
  return {
    box,
    show(link: PanelLink, target: string | null): void {
      const message = linkMessage(link, target, 'The kernel log');
      box.hidden = message === null;
      setText(title, message?.title ?? '');
      setText(text, message?.text ?? '');
      buttons.show(message?.buttons ?? []);
    },
  };
}
