import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_LOG_ROWS } from '../../extension/contracts/kernel-log-messages';
import { launchBrowser } from '../vscode/harness/browser';
import { openLogPanel } from './log-panel';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const ACTIVE = '.row.active .text';

describe('kernel log panel', () => {
  it('says ready once, and nothing is refused by its policy', async () => {
    const panel = await openLogPanel(browser);
    expect(await panel.said()).toEqual([{ kind: 'ready' }]);
    expect(panel.complaints).toEqual([]);
  });

  it('has a million rows, and elements for those on the screen only', async () => {
    const panel = await openLogPanel(browser);
    const { page } = panel;
    await panel.fill(250, MAX_LOG_ROWS / 250);
    await page.getByText('1,000,000 rows').waitFor();
    await page.getByText('line 999999', { exact: true }).waitFor();
    expect(await page.locator('.row').count()).toBeLessThan(100);
    await panel.grid.focus();
    await page.keyboard.press('Home');
    await page.getByText('line 0', { exact: true }).waitFor();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('End');
    await page.getByText('line 999999', { exact: true }).waitFor();
    const searched = page.getByRole('searchbox', { name: 'Filter' });
    await searched.fill('line 77777');
    await page.getByText('19 of 1,000,000 rows').waitFor();
    await searched.fill('');
    await page.getByRole('searchbox', { name: 'Find' }).fill('line 500000');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator(ACTIVE).textContent()).toBe('line 500000');
  });

  it('keeps no more than a million rows of a flood, and says that it took each message', async () => {
    const panel = await openLogPanel(browser);
    await panel.fill(430, 2500);
    await panel.page.getByText('line 1074999', { exact: true }).waitFor();
    const words = await panel.page.locator('.count').textContent();
    expect(Number(words?.replace(/\D/g, ''))).toBeLessThanOrEqual(MAX_LOG_ROWS);
    expect((await panel.sent()).filter(({ kind }) => kind === 'taken')).toHaveLength(430);
  });

  it('follows new rows, stands still where the user scrolled to, and follows again', async () => {
    const panel = await openLogPanel(browser);
    const { page } = panel;
    await panel.number(500);
    await panel.number(10, 500);
    await page.getByText('line 509', { exact: true }).waitFor();
    const pause = page.getByRole('button', { name: 'Pause' });
    await panel.grid.evaluate((element) => {
      element.scrollTop = 1000;
    });
    await page.getByText('line 509', { exact: true }).waitFor({ state: 'hidden' });
    expect(await pause.getAttribute('aria-pressed')).toBe('true');
    await panel.number(10, 510);
    await page.getByText('520 rows, 10 new').waitFor();
    expect(await panel.grid.evaluate((element) => element.scrollTop)).toBe(1000);
    await pause.click();
    await page.getByText('line 519', { exact: true }).waitFor();
    await page.getByText('520 rows', { exact: true }).waitFor();
  });

  it('is paused by its button, too', async () => {
    const panel = await openLogPanel(browser);
    await panel.number(100);
    await panel.page.getByText('line 99', { exact: true }).waitFor();
    await panel.page.getByRole('button', { name: 'Pause' }).click();
    await panel.number(50, 100);
    await panel.page.getByText('150 rows, 50 new').waitFor();
    expect(await panel.page.getByText('line 149', { exact: true }).count()).toBe(0);
  });

  it('keeps what is on the screen there when old rows go', async () => {
    const panel = await openLogPanel(browser);
    const { page } = panel;
    await panel.fill(250, MAX_LOG_ROWS / 250);
    await page.getByText('line 999999', { exact: true }).waitFor();
    await panel.grid.evaluate((element) => {
      element.scrollTop /= 2;
    });
    const middle = () =>
      page.evaluate(() => document.elementFromPoint(250, 300)?.closest('.row')?.textContent);
    await expect.poll(middle).toMatch(/line [45]/);
    const before = await middle();
    await panel.number(5000, 1_000_000);
    await page.getByText('5,000 new').waitFor();
    expect(await middle()).toBe(before);
  });
});
