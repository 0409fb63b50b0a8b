import type { FromPanel } from '../../contracts/panel';

interface VsCodeApi {
  postMessage(message: FromPanel): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export interface PanelHost {
  readonly send: (message: FromPanel) => void;
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
  };
}
