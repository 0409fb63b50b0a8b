/** The webviews that a VS Code shows, and how often they are told something new. */
import type { Locator, Page } from 'playwright-core';

const POLL_MS = 200;
const PATIENCE_MS = 30_000;

type Counting = typeof globalThis & { readings: number };

/** The bodies of all webviews that can be seen, once there are as many of them as `count`. */
export async function shownWebviews(page: Page, count: number): Promise<readonly Locator[]> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const frames = await page.locator('iframe.webview.ready').filter({ visible: true }).all();
    if (frames.length === count) return frames.map(bodyOf);
    if (Date.now() > end) throw new Error(`${frames.length} webviews are shown, not ${count}`);
    await page.waitForTimeout(POLL_MS);
  }
}

const bodyOf = (webview: Locator) =>
  webview.contentFrame().locator('#active-frame').contentFrame().locator('body');

/** From now on each of them counts the readings and the rows of a log that it is sent. */
export async function countReadings(webviews: readonly Locator[]): Promise<void> {
  for (const body of webviews) {
    await body.evaluate(() => {
      const page = globalThis as Counting;
      page.readings = 0;
      addEventListener('message', ({ data }: MessageEvent<{ kind?: string }>) => {
        if (data.kind === 'state' || data.kind === 'append') page.readings += 1;
      });
    });
  }
}

export function readingsOf(webviews: readonly Locator[]): Promise<readonly number[]> {
  return Promise.all(
    webviews.map((body) => body.evaluate(() => (globalThis as Counting).readings)),
  );
}
