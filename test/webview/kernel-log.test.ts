import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRow, ToKernelLogPanel } from '../../extension/contracts/kernel-log-messages';
import { launchBrowser } from '../vscode/harness/browser';
import { openPanel } from './panel-page';
import { THEMES } from './themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const row = (id: number, text = `line ${id}`, parts: Partial<LogRow> = {}): LogRow => ({
  id,
  timeMicros: id * 1000,
  level: 6,
  text,
  schedExt: null,
  ...parts,
});
const rows = (count: number, from = 0) => Array.from({ length: count }, (_, at) => row(from + at));
const ENABLED = row(5, 'sched_ext: BPF scheduler "fifo" enabled', { schedExt: 'enabled' });
const open = (theme?: (typeof THEMES)[string]) =>
  openPanel<ToKernelLogPanel>(browser, 'kernel-log', theme);

describe('kernel log panel', () => {
  it('says ready once, and nothing is refused by its policy', async () => {
    const { sent, complaints } = await open();
    expect(await sent()).toEqual([{ kind: 'ready' }]);
    expect(complaints).toEqual([]);
  });

  it('has elements for the rows on the screen only, of ten thousand', async () => {
    const { page, post } = await open();
    await post({ kind: 'reset', rows: rows(10_000) });
    await page.getByText('line 9999', { exact: true }).waitFor();
    expect(await page.locator('.row').count()).toBeLessThan(100);
    await page.getByText('10,000 rows').waitFor();
  });

  it('follows new rows, stays where the user scrolled to, and follows again', async () => {
    const { page, post } = await open();
    await post({ kind: 'reset', rows: rows(500) });
    await post({ kind: 'append', rows: rows(10, 500) });
    await page.getByText('line 509', { exact: true }).waitFor();
    const follow = page.getByRole('button', { name: 'Follow' });
    await page.locator('.scroller').evaluate((element) => {
      element.scrollTop = 1000;
    });
    await page.getByText('line 509', { exact: true }).waitFor({ state: 'hidden' });
    expect(await follow.getAttribute('aria-pressed')).toBe('false');
    await post({ kind: 'append', rows: rows(10, 510) });
    await page.getByText('520 rows').waitFor();
    expect(await page.locator('.scroller').evaluate((element) => element.scrollTop)).toBe(1000);
    await follow.click();
    await page.getByText('line 519', { exact: true }).waitFor();
  });

  it('keeps what is on the screen there when old rows go', async () => {
    const { page, post } = await open();
    await post({ kind: 'reset', rows: rows(10_000) });
    await page.locator('.scroller').evaluate((element) => {
      element.scrollTop /= 2;
    });
    const middle = () =>
      page.evaluate(() => document.elementFromPoint(150, 300)?.closest('.row')?.textContent);
    await expect.poll(middle).toMatch(/line/);
    const before = await middle();
    await post({ kind: 'append', rows: rows(50, 10_000) });
    await expect.poll(middle).toBe(before);
  });

  it('filters by words, level and subject', async () => {
    const { page, post } = await open();
    await post({ kind: 'reset', rows: [...rows(5), ENABLED, row(6, 'disk error', { level: 3 })] });
    const filter = page.getByRole('searchbox');
    await filter.fill('DISK err');
    await page.getByText('1 of 7 rows').waitFor();
    await filter.fill('');
    await page.locator('vscode-checkbox').click();
    await page.getByText('1 of 7 rows').waitFor();
    await page.getByText(ENABLED.text).waitFor();
    await page.locator('vscode-checkbox').click();
    await page.getByRole('combobox', { name: 'Levels shown' }).selectOption('3');
    await page.getByText('disk error').waitFor();
    await page.getByText('1 of 7 rows').waitFor();
  });

  it('copies what is shown', async () => {
    const { page, post, sent } = await open();
    await post({ kind: 'reset', rows: [row(1, 'one'), ENABLED] });
    await page.getByRole('button', { name: 'Copy what is shown' }).click();
    const text = `[    0.001000] info: one\n[    0.005000] info: ${ENABLED.text}`;
    expect((await sent()).at(-1)).toEqual({ kind: 'copy', text });
  });

  it('shows what the kernel prints as text', async () => {
    const { page, post } = await open();
    await post({ kind: 'reset', rows: [row(1, '<b>bold</b> & <script>alert(1)</script>')] });
    await page.getByText('<b>bold</b> & <script>alert(1)</script>').waitFor();
    expect(await page.locator('.row b, .row script').count()).toBe(0);
  });

  it('offers to connect while the target is not', async () => {
    const { page, post, sent } = await open();
    await post({ kind: 'link', target: 'lab', link: { kind: 'idle' } });
    await page.getByRole('button', { name: 'Connect' }).click();
    expect((await sent()).at(-1)).toEqual({ kind: 'action', action: 'connect' });
    await post({ kind: 'link', target: 'lab', link: { kind: 'live' } });
    await page.getByRole('button', { name: 'Connect' }).waitFor({ state: 'hidden' });
  });

  it.each(Object.entries(THEMES))('is accessible in the %s theme', async (_, theme) => {
    const { post, page, violations } = await open(theme);
    await post({ kind: 'reset', rows: [...rows(30), ENABLED] });
    await page.getByText(ENABLED.text).waitFor();
    expect(await violations()).toEqual([]);
  });
});
