import { expect, it } from 'vitest';
import { PANEL_ACTIONS, readPanelMessage } from '../../../extension/contracts/panel';

it('reads what panels send', () => {
  expect(readPanelMessage({ kind: 'ready' })).toEqual({ kind: 'ready' });
  expect(readPanelMessage({ kind: 'copy', text: 'x' })).toEqual({ kind: 'copy', text: 'x' });
  for (const action of PANEL_ACTIONS) {
    expect(readPanelMessage({ kind: 'action', action })).toEqual({ kind: 'action', action });
  }
});

it.each([null, undefined, 3, 'ready', [], {}, { kind: 'copy' }, { kind: 'action', action: 'rm' }])(
  'refuses %o',
  (value) => {
    expect(readPanelMessage(value)).toBeNull();
  },
);
