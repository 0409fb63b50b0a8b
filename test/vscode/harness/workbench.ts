/** VS Code as a user meets it: palette, lists, trees, Problems, webviews. */
import type { Browser, Locator, Page } from 'playwright-core';
import type { VscodeServer } from '../../../scripts/vscode-server/server.mjs';
import { newPage, workbenchAddress } from './browser';

const PATIENCE_MS = 20_000;
const POLL_MS = 100;
const PALETTE_MS = 3_000;

export interface Workbench {
  readonly page: Page;
  /** Runs a command from the palette by its full title, `SCX: New Scheduler`. */
  readonly command: (title: string) => Promise<void>;
  /** Chooses the row of a quick pick that says exactly this. */
  readonly pick: (text: string) => Promise<void>;
  /** Types into an input box or quick pick and confirms. */
  readonly answer: (text: string) => Promise<void>;
  readonly openFile: (name: string) => Promise<void>;
  /** Rows of the Problems panel, which is opened. */
  readonly problems: () => Promise<Locator>;
  /** Rows of the tree view with this title. */
  readonly tree: (title: string) => Locator;
  /** The body of the webview that says `text`; waits for it. */
  readonly webview: (text: string | RegExp) => Promise<Locator>;
  readonly notification: (text: string | RegExp) => Locator;
  readonly close: () => Promise<void>;
}

export async function openWorkbench(
  browser: Browser,
  server: VscodeServer,
  folder: string,
): Promise<Workbench> {
  const page = await newPage(browser, server);
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(workbenchAddress(server, folder));
  await page.locator('.monaco-workbench .statusbar').waitFor();
  return workbenchOn(page);
}

function workbenchOn(page: Page): Workbench {
  const input = page.locator('.quick-input-widget:visible .quick-input-box input');
  // The row itself is clicked: Enter takes whatever row is first while the list still filters.
  const row = (text: string) =>
    page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: page.getByText(text, { exact: true }) })
      .first();
  const pick = (text: string) => row(text).click();
  /**
   * Clicks the row that says `text` in a box that `open` opens, anew until it is there: what takes the focus
   * (a page that has just been shown) closes the box, and the palette adds nothing while it is open.
   */
  const pickFrom = async (
    open: () => Promise<void>,
    text: string,
    arrived: () => Promise<void> = () => Promise.resolve(),
  ) => {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const picked = open()
        .then(() => row(text).click({ timeout: PALETTE_MS }))
        .then(arrived);
      if (Date.now() > end) return picked;
      const found = await picked.then(
        () => true,
        () => false,
      );
      if (found) return;
      await page.keyboard.press('Escape');
    }
  };
  const typeInto = async (key: string, text: string) => {
    await page.keyboard.press(key);
    await input.fill(text, { timeout: PALETTE_MS });
  };
  const command = (title: string) => pickFrom(() => typeInto('F1', `>${title}`), title);
  return {
    page,
    command,
    pick,
    answer: async (text) => {
      await input.fill(text);
      await page.keyboard.press('Enter');
    },
    openFile: async (name) => {
      const tab = page.locator('.tab.active').filter({ hasText: name });
      await pickFrom(
        () => typeInto('Control+P', name),
        name,
        () => tab.waitFor({ timeout: PALETTE_MS }),
      );
    },
    problems: async () => {
      await command('Problems: Focus on Problems View');
      await page.locator('.markers-panel').waitFor();
      return page.locator('.markers-panel .monaco-list-row');
    },
    tree: (title) =>
      page
        .locator('.pane')
        .filter({ has: page.locator('.pane-header', { hasText: title }) })
        .locator('.monaco-list-row'),
    webview: (text) => findWebview(page, text),
    notification: (text) =>
      page.locator('.notification-list-item-message').filter({ hasText: text }).first(),
    close: () => page.context().close(),
  };
}

/** A webview is two frames deep, and what it shows is known only inside: so all of them are asked. */
async function findWebview(page: Page, text: string | RegExp): Promise<Locator> {
  const frames = page.locator('iframe.webview.ready');
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    for (const frame of await frames.all()) {
      const body = frame.contentFrame().locator('#active-frame').contentFrame().locator('body');
      if ((await body.filter({ hasText: text }).count()) > 0) return body;
    }
    await page.waitForTimeout(POLL_MS);
  }
  throw new Error(`no webview says ${String(text)}`);
}
