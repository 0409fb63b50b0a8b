/** A panel of dist/webviews in a real browser, in the page and under the policy it has in VS Code. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { panelHtml } from '../../extension/vscode/api/panel-html';
import type { FromPanel } from '../../extension/contracts/panel';
import { THEMES, type Theme } from './themes';

const BUNDLES = fileURLToPath(new URL('../../dist/webviews', import.meta.url));
const ORIGIN = 'https://panel.invalid';
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
};
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface PanelPageHandle<ToPanel> {
  readonly page: Page;
  /** As the extension's postMessage. */
  readonly post: (message: ToPanel) => Promise<void>;
  /** What the panel sent, in its order. */
  readonly sent: () => Promise<readonly FromPanel[]>;
  /** What the page's policy refused, and scripts that failed. */
  readonly complaints: readonly string[];
  /** axe-core's findings, as `rule: element`. */
  readonly violations: () => Promise<readonly string[]>;
}

interface PanelWindow {
  sent: FromPanel[];
  axe: { run(): Promise<AxeResults> };
}

export async function openPanel<ToPanel>(
  browser: Browser,
  bundle: 'status' | 'kernel-log' | 'doctor' | 'verify-matrix' | 'exit-report' | 'gallery',
  theme: Theme = THEMES['dark'] ?? {},
): Promise<PanelPageHandle<ToPanel>> {
  const context = await browser.newContext({ viewport: { width: 360, height: 480 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.addInitScript(() => {
    const target = globalThis as unknown as PanelWindow & { acquireVsCodeApi: () => unknown };
    target.sent = [];
    target.acquireVsCodeApi = () => ({
      postMessage: (message: FromPanel) => target.sent.push(message),
      getState: () => undefined,
      setState: () => undefined,
    });
  });
  await page.route(`${ORIGIN}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') return route.fulfill({ contentType: 'text/html', body: htmlOf(bundle) });
    const path = join(BUNDLES, name);
    const contentType = TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream';
    return existsSync(path) ? route.fulfill({ path, contentType }) : route.fulfill({ status: 404 });
  });
  await page.goto(`${ORIGIN}/`);
  await page.evaluate(paint, theme);
  return {
    page,
    complaints,
    post: (message) =>
      page.evaluate((data) => {
        window.postMessage(data, '*');
      }, message),
    sent: () => page.evaluate(() => (globalThis as unknown as PanelWindow).sent),
    violations: async () => {
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as PanelWindow).axe.run(),
      );
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    },
  };
}

function htmlOf(bundle: string): string {
  return panelHtml({
    title: bundle,
    bundle,
    nonce: 'dGVzdA==',
    source: ORIGIN,
    pictures: bundle === 'gallery',
    address: (name) => `${ORIGIN}/${name}`,
  });
}

/** Runs in the page. */
function paint(theme: Theme): void {
  const { style } = document.documentElement;
  for (const [name, value] of Object.entries(theme)) style.setProperty(`--vscode-${name}`, value);
  document.body.style.background = theme['editor-background'] ?? '';
}
