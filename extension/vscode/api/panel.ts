import * as vscode from 'vscode';
import type { Disposable } from './disposables';
import { fillWebview, type PanelContent } from './panel-webview';

export interface PanelOptions extends PanelContent {
  /** A view id of contracts/views. */
  readonly view: string;
  /** The page stays while it is hidden: it has what can't be sent again. */
  readonly keepsContent?: boolean;
  onVisibility(visible: boolean): void;
}

export interface Panel<ToPanel> extends Disposable {
  readonly visible: boolean;
  /** Lost when the panel is not there: its `ready` asks for everything. */
  post(message: ToPanel): void;
}

/** A webview in a view. VS Code drops a hidden one; shown again, and when moved, it is made anew and says `ready`. */
export function createPanel<ToPanel>(options: PanelOptions): Panel<ToPanel> {
  let current: vscode.WebviewView | null = null;
  const resolveWebviewView = (view: vscode.WebviewView) => {
    current = view;
    view.onDidChangeVisibility(() => {
      options.onVisibility(view.visible);
    });
    view.onDidDispose(() => {
      if (current !== view) return;
      current = null;
      options.onVisibility(false);
    });
    fillWebview(view.webview, options);
    options.onVisibility(view.visible);
  };
  const registration = vscode.window.registerWebviewViewProvider(
    options.view,
    { resolveWebviewView },
    { webviewOptions: { retainContextWhenHidden: options.keepsContent ?? false } },
  );
  return {
    get visible() {
      return current?.visible ?? false;
    },
    post(message) {
      void current?.webview.postMessage(message);
    },
    dispose() {
      registration.dispose();
    },
  };
}
