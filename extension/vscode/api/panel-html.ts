export interface PanelPage {
  readonly title: string;
  /** Base name of the panel's script and style sheet. */
  readonly bundle: string;
  /** Fresh for every page. */
  readonly nonce: string;
  /** Where styles and fonts may come from (`webview.cspSource`). */
  readonly source: string;
  /** The address of a file of dist/webviews. */
  readonly address: (name: string) => string;
  /** The page shows pictures that its messages bring, as data: addresses. */
  readonly pictures?: boolean;
}

/** The page of a panel: nothing is allowed but our own script, styles and icon font, and pictures in messages. */
export function panelHtml(page: PanelPage): string {
  const { title, bundle, nonce, source, address } = page;
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `font-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    ...(page.pictures === true ? ['img-src data:'] : []),
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${address('codicon.css')}" id="vscode-codicon-stylesheet">
<link rel="stylesheet" href="${address(`${bundle}.css`)}">
</head>
<body>
<main id="panel"></main>
<script nonce="${nonce}" src="${address(`${bundle}.js`)}"></script>
</body>
</html>`;
}
