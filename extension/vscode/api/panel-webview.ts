import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { readPanelMessage, type FromPanel } from '../../contracts/panel';
import { panelHtml } from './panel-html';

export interface PanelContent {
  /** Base name of the bundle in dist/webviews. */
  readonly bundle: string;
  /** For the document title, which screen readers say. */
  readonly title: string;
  readonly extensionUri: vscode.Uri;
  /** It shows pictures that messages bring. */
  readonly pictures?: boolean;
  onMessage(message: FromPanel): void;
}

/** Fills a webview, in a view or an editor, with one of our pages, and listens to it. */
export function fillWebview(webview: vscode.Webview, content: PanelContent): void {
  const folder = vscode.Uri.joinPath(content.extensionUri, 'dist', 'webviews');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.onDidReceiveMessage((value: unknown) => {
    const message = readPanelMessage(value);
    if (message) content.onMessage(message);
  });
  webview.html = panelHtml({
    title: content.title,
    bundle: content.bundle,
    nonce: randomBytes(16).toString('base64'),
    source: webview.cspSource,
    pictures: content.pictures ?? false,
    address: (name) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString(),
  });
}
