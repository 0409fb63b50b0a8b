import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { PanelAction } from '../../contracts/panel';
import { element } from './element';

export interface ActionButton {
  readonly label: string;
  readonly icon: string;
  readonly action: PanelAction;
  readonly secondary: boolean;
}

/** A row of buttons that is made anew only when they change, so that none loses the focus. */
export function createButtonRow(onAction: (action: PanelAction) => void) {
  const row = element('div', { className: 'buttons' });
  let shown = '';
  return {
    row,
    show(buttons: readonly ActionButton[]): void {
      const key = JSON.stringify(buttons);
      if (key === shown) return;
      shown = key;
      row.replaceChildren(...buttons.map((button) => buttonElement(button, onAction)));
      row.hidden = buttons.length === 0;
    },
  };
}

function buttonElement(button: ActionButton, onAction: (action: PanelAction) => void): HTMLElement {
  const made = element('vscode-button', {
    text: button.label,
    attributes: {
      icon: button.icon,
      'data-action': button.action,
      ...(button.secondary ? { secondary: '' } : {}),
    },
  });
  made.addEventListener('click', () => {
    onAction(button.action);
  });
  return made;
}
