/** Headless Chromium, and pages in which VS Code's webviews come up reliably. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { VSCODE_SERVER } from '../../../scripts/setup/vscode-host.mjs';
import type { VscodeServer } from '../../../scripts/vscode-server/server.mjs';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Without a sandbox, because tests may run as root; without what asks the internet and waits. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Where VS Code keeps the page that hosts a webview, and its service worker. */
const WEBVIEW_HOST = 'out/vs/workbench/contrib/webview/browser/pre';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: ARGUMENTS });
}

const installed = (path: string) =>
  readFileSync(join(VSCODE_SERVER.folder, 'node_modules/code-server/lib/vscode', path), 'utf8');

/** One capture of `pattern` in a file of VS Code; when it is gone there, this harness needs work. */
function found(path: string, pattern: RegExp): string {
  const text = pattern.exec(installed(path))?.[1];
  if (text === undefined) throw new Error(`VS Code's ${path} has no ${String(pattern)}`);
  return text;
}

/** The address under which a webview registers its service worker, relative to its host page. */
function serviceWorkerAddress(server: VscodeServer): string {
  const parameters = new Map([
    ['vscode-resource-base-authority', 'vscode-resource.vscode-cdn.net'],
    ['remoteAuthority', server.authority],
    ['platform', 'browser'],
  ]);
  const version = found(`${WEBVIEW_HOST}/service-worker.js`, /VERSION ?= ?(\d+)/);
  return found(`${WEBVIEW_HOST}/index.html`, /`(service-worker\.js\?[^`]*)`/)
    .replace('${expectedWorkerVersion}', version)
    .replace(
      /\$\{searchParams\.get\('([^']*)'\)[^}]*\}/g,
      (_, name: string) => parameters.get(name) ?? '',
    );
}

/**
 * A page in a fresh profile whose webview service worker is there already: two webviews that open at
 * once in a new profile can wait for it for ever. Its `update` does nothing, which saves 3 s a webview.
 */
export async function newPage(browser: Browser, server: VscodeServer): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const product = JSON.parse(installed('product.json')) as { quality: string; commit: string };
  const root = `${server.origin}/${product.quality}-${product.commit}/static`;
  await page.goto(`${root}/${WEBVIEW_HOST}/fake.html`);
  await page.evaluate(async (address) => {
    const workers = navigator.serviceWorker;
    const controlled = new Promise((resolve) => {
      workers.oncontrollerchange = resolve;
    });
    await workers.register(address);
    if (workers.controller === null) await controlled;
  }, serviceWorkerAddress(server));
  await context.addInitScript(() => {
    ServiceWorkerRegistration.prototype.update = function () {
      return Promise.resolve(this);
    };
  });
  return page;
}

/** The address of the workbench with a folder open; `payload` is what a desktop VS Code takes as flags. */
export function workbenchAddress(
  server: VscodeServer,
  folder: string,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${server.origin}/?${query.toString()}`;
}
