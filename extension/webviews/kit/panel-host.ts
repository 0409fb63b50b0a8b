import type { FromPanel } from '../../contracts/panel';

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export interface PanelHost {
  readonly send: (message: FromPanel) => void;
  /** What was kept last, also by an earlier page of this panel; anything, so it must be checked. */
  readonly kept: () => unknown;
  readonly keep: (state: unknown) => void;
}

/**
 * The extension's side of a panel. Its messages arrive as `message` events of the window, from the
 * frame that VS Code puts around a webview and from nobody else: the page's policy admits no other.
 */
export function panelHost(): PanelHost {
  const api = acquireVsCodeApi();
  return {
    send: (message) => {
      api.postMessage(message);
    },
    kept: () => api.getState(),
    keep: (state) => {
      api.setState(state);
    },
  };
}
