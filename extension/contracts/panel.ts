import { readGalleryMessage, type FromGalleryPanel } from './gallery-messages';
import { readReference, type SourceReference } from './source-reference';

/** What the panels have in common: where one stands with the target, and what its buttons ask for. */
export type PanelLink =
  | { readonly kind: 'no-target' }
  | { readonly kind: 'untrusted' }
  /** Nothing was asked of the target yet: opening a view must not boot a machine. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly step: string }
  | { readonly kind: 'live' }
  /** The connection is there, but what the panel shows can't be had on this target. */
  | { readonly kind: 'refused'; readonly message: string; readonly nextStep: string }
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
  'saveReport',
  'dumpNow',
] as const;
export type PanelAction = (typeof PANEL_ACTIONS)[number];

export const SAVED_FORMATS = ['csv', 'png'] as const;
export type SavedFormat = (typeof SAVED_FORMATS)[number];

export type FromPanel =
  | FromGalleryPanel
  /** The panel's script runs: send everything. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'action'; readonly action: PanelAction }
  | { readonly kind: 'copy'; readonly text: string }
  /** A log panel has taken in one message of rows: the next may come. */
  | { readonly kind: 'taken' }
  /** `content`: text for CSV, base64 for PNG. */
  | { readonly kind: 'save'; readonly format: SavedFormat; readonly content: string }
  | { readonly kind: 'open'; readonly reference: SourceReference }
  /** Go to what the row of this name is about. */
  | { readonly kind: 'openRow'; readonly row: string };

/** Checks what came from a panel: a webview is another process. */
export function readPanelMessage(value: unknown): FromPanel | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (value.kind === 'ready' || value.kind === 'taken') return { kind: value.kind };
  if (value.kind === 'copy' && 'text' in value && typeof value.text === 'string') {
    return { kind: 'copy', text: value.text };
  }
  if (value.kind === 'save' && 'format' in value && 'content' in value) {
    const format = SAVED_FORMATS.find((known) => known === value.format);
    const { content } = value;
    if (format === undefined || typeof content !== 'string') return null;
    return { kind: 'save', format, content };
  }
  if (value.kind === 'open' && 'reference' in value) {
    const reference = readReference(value.reference);
    return reference && { kind: 'open', reference };
  }
  if (value.kind === 'openRow' && 'row' in value && typeof value.row === 'string') {
    return { kind: 'openRow', row: value.row };
  }
  if (value.kind !== 'action' || !('action' in value)) return readGalleryMessage(value);
  const action = PANEL_ACTIONS.find((known) => known === value.action);
  return action === undefined ? null : { kind: 'action', action };
}
