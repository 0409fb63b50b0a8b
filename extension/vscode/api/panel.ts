import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { readPanelMessage, type FromPanel } from '../../contracts/panel';
import type { Disposable } from './disposables';
import { panelHtml } from './panel-html';

export interface PanelOptions {
  /** A view id of contracts/views. */
  readonly view: string;
  /** Base name of the bundle in dist/webviews. */
  readonly bundle: string;
  /** For the document title, which screen readers say. */
  readonly title: string;
  readonly extensionUri: vscode.Uri;
  onMessage(message: FromPanel): void;
  onVisibility(visible: boolean): void;
}

export interface Panel<ToPanel> extends Disposable {
  readonly visible: boolean;
  /** Lost when the panel is not there: its `ready` asks for everything. */
  post(message: ToPanel): void;
}

/** A webview in a view. VS Code drops a hidden one; shown again it is made anew and says `ready`. */
export function createPanel<ToPanel>(options: PanelOptions): Panel<ToPanel> {
  let current: vscode.WebviewView | null = null;
  const resolveWebviewView = (view: vscode.WebviewView) => {
    current = view;
    const folder = vscode.Uri.joinPath(options.extensionUri, 'dist', 'webviews');
    view.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    view.webview.onDidReceiveMessage((value: unknown) => {
      const message = readPanelMessage(value);
      if (message) options.onMessage(message);
    });
    view.onDidChangeVisibility(() => {
      options.onVisibility(view.visible);
    });
    view.onDidDispose(() => {
      if (current !== view) return;
      current = null;
      options.onVisibility(false);
    });
    view.webview.html = panelHtml({
      title: options.title,
      bundle: options.bundle,
      nonce: randomBytes(16).toString('base64'),
      source: view.webview.cspSource,
      address: (name) => view.webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString(),
    });
    options.onVisibility(view.visible);
  };
  const registration = vscode.window.registerWebviewViewProvider(options.view, {
    resolveWebviewView,
  });
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
