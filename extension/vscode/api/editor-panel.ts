import * as vscode from 'vscode';
import type { Disposable } from './disposables';
import { fillWebview, type PanelContent } from './panel-webview';

export interface EditorPanelOptions extends PanelContent {
  /** Tells this kind of editor from others. */
  readonly viewType: string;
  readonly tabTitle: string;
  onVisibility?(visible: boolean): void;
  onClose(): void;
}

export interface EditorPanel<ToPanel> extends Disposable {
  readonly visible: boolean;
  /** Brings it to the front, where it is. */
  reveal(): void;
  post(message: ToPanel): void;
}

/** A webview in an editor of its own. Hidden ones are dropped; shown again they say `ready` anew. */
export function openEditorPanel<ToPanel>(options: EditorPanelOptions): EditorPanel<ToPanel> {
  const panel = vscode.window.createWebviewPanel(
    options.viewType,
    options.tabTitle,
    vscode.ViewColumn.Active,
  );
  panel.onDidChangeViewState(() => {
    options.onVisibility?.(panel.visible);
  });
  panel.onDidDispose(() => {
    options.onClose();
  });
  fillWebview(panel.webview, options);
  return {
    get visible() {
      return panel.visible;
    },
    reveal() {
      panel.reveal();
    },
    post(message) {
      void panel.webview.postMessage(message);
    },
    dispose() {
      panel.dispose();
    },
  };
}
