/** What the panels have in common: where one stands with the target, and what its buttons ask for. */
export type PanelLink =
  | { readonly kind: 'no-target' }
  | { readonly kind: 'untrusted' }
  /** Nothing was asked of the target yet: opening a view must not boot a machine. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly step: string }
  | { readonly kind: 'live' }
  /** `since`: this machine's clock when the connection went, milliseconds since the epoch. */
  | {
      readonly kind: 'lost';
      readonly message: string;
      readonly nextStep: string;
      readonly since: number;
    };

export const PANEL_ACTIONS = [
  'selectTarget',
  'connect',
  'checkTarget',
  'unload',
  'showKernelLog',
  'manageTrust',
  'verifyOn',
] as const;
export type PanelAction = (typeof PANEL_ACTIONS)[number];

export type FromPanel =
  /** The panel's script runs: send everything. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'action'; readonly action: PanelAction }
  | { readonly kind: 'copy'; readonly text: string }
  /** Go to what the row of this name is about. */
  | { readonly kind: 'open'; readonly row: string };

/** Checks what came from a panel: a webview is another process. */
export function readPanelMessage(value: unknown): FromPanel | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (value.kind === 'ready') return { kind: 'ready' };
  if (value.kind === 'copy' && 'text' in value && typeof value.text === 'string') {
    return { kind: 'copy', text: value.text };
  }
  if (value.kind === 'open' && 'row' in value && typeof value.row === 'string') {
    return { kind: 'open', row: value.row };
  }
  if (value.kind !== 'action' || !('action' in value)) return null;
  const action = PANEL_ACTIONS.find((known) => known === value.action);
  return action === undefined ? null : { kind: 'action', action };
}
