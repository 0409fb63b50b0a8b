import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCHED_EXT_KINDS } from '../../extension/contracts/kernel-log-messages';
import { logRows } from '../fakes/log-rows';
import { launchBrowser } from '../vscode/harness/browser';
import { ENABLED, ERROR, KNOWN, label, openLogPanel, STACK } from './log-panel';
import { THEMES } from './themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const ACTIVE = '.row.active .text';

describe('using a log panel', () => {
  it('filters by words, level and kind', async () => {
    const panel = await openLogPanel(browser);
    const { page } = panel;
    await panel.number(5);
    await panel.append([ENABLED, { text: 'disk error', level: 3 }, ERROR, STACK]);
    const filter = page.getByRole('searchbox', { name: 'Filter' });
    await filter.fill('DISK err');
    await page.getByText('1 of 9 rows').waitFor();
    await filter.fill('');
    const subject = page.getByRole('combobox', { name: 'Subject of rows' });
    await subject.selectOption('sched_ext only');
    await page.getByText('3 of 9 rows').waitFor();
    await subject.selectOption('error');
    await page.getByText('2 of 9 rows').waitFor();
    await page.getByText(STACK.text.trim()).waitFor();
    await subject.selectOption('All records');
    await page.getByRole('combobox', { name: 'Levels shown' }).selectOption('3');
    await page.getByText('2 of 9 rows').waitFor();
  });

  it('finds by keys, and marks what is found', async () => {
    const panel = await openLogPanel(browser);
    const { page } = panel;
    await panel.number(300);
    await page.getByText('line 299', { exact: true }).waitFor();
    await panel.grid.focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('NE 12');
    for (const key of ['Enter', 'F3', 'F3']) await page.keyboard.press(key);
    await expect.poll(() => page.locator(ACTIVE).textContent()).toBe('line 121');
    await page.keyboard.press('Shift+F3');
    await expect.poll(() => page.locator(ACTIVE).textContent()).toBe('line 120');
    expect(await page.locator('.row.active mark').textContent()).toBe('ne 12');
    await page.getByRole('searchbox', { name: 'Find' }).fill('nothing has this');
    await page.keyboard.press('Enter');
    await page.getByText('Not found').waitFor();
  });

  it('copies the rows that keys selected, else all that is shown', async () => {
    const panel = await openLogPanel(browser);
    const { page } = panel;
    await panel.append([{ text: 'one' }, ENABLED, { text: 'three' }]);
    await page.getByText('three').waitFor();
    await page.getByRole('button', { name: /^Copy/ }).click();
    const all = [`info: one`, `info: ${ENABLED.text}`, 'info: three'];
    const lines = (words: readonly string[]) =>
      words.map((text) => `[    0.001000] ${text}`).join('\n');
    expect((await panel.said()).at(-1)).toEqual({ kind: 'copy', text: lines(all) });
    await panel.grid.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Control+c');
    expect((await panel.said()).at(-1)).toEqual({ kind: 'copy', text: lines(all.slice(1)) });
    const chosen = await panel.grid.getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${chosen}"]`).getAttribute('aria-selected')).toBe('true');
  });

  it('shows what the kernel prints as text, and a line of 10 kB in its details', async () => {
    const panel = await openLogPanel(browser);
    const { page } = panel;
    const html = '<b>bold</b> & <script>alert(1)</script> [x](command:evil) https://example.org';
    const long = `begin ${'x'.repeat(10_000)} end`;
    await panel.append([{ text: html }, { text: long }]);
    await page.getByText(html).waitFor();
    expect(await page.locator('.row b, .row script, .row a').count()).toBe(0);
    await page.getByText('8,010 more characters').waitFor();
    await panel.grid.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    expect(await page.locator('.details-text').textContent()).toBe(long);
    await page.keyboard.press('Escape');
    await page.locator('.details').waitFor({ state: 'hidden' });
  });

  it('links to sources that are known, by mouse and by keys', async () => {
    const panel = await openLogPanel(browser);
    const { page } = panel;
    await panel.append([ERROR, STACK, { text: '   bpf_prog_0123456789abcdef_other+0x1/0x2' }]);
    await page.getByText('3 rows').waitFor();
    expect(await page.locator('.row .source').count()).toBe(0);
    await panel.post({ kind: 'sources', known: KNOWN });
    await page.locator('.row .source').nth(1).click();
    expect((await panel.said()).at(-1)).toEqual({
      kind: 'open',
      reference: { kind: 'function', name: 'fifo_init' },
    });
    expect(await page.locator('.row .source').count()).toBe(2);
    await panel.grid.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Open ops.init()' }).focus();
    await page.keyboard.press('Enter');
    expect((await panel.said()).at(-1)).toEqual({
      kind: 'open',
      reference: { kind: 'operation', ops: 'fifo', name: 'init' },
    });
  });

  it('says how old it is while the connection is lost, and keeps its rows', async () => {
    const panel = await openLogPanel(browser);
    await panel.append([ENABLED]);
    const lost = { kind: 'lost', message: 'Lost box: cut', nextStep: 'Connect again.' } as const;
    const since = Date.now() - 130_000;
    await panel.post({ kind: 'link', target: 'box', link: { ...lost, since } });
    await panel.page.getByText(/^The rows end at [\d:]+, 2 min ago; they go on/).waitFor();
    await panel.page.getByText(ENABLED.text).waitFor();
    await panel.post({ kind: 'link', target: 'box', link: { kind: 'live' } });
    await panel.page.getByText('The rows end at').waitFor({ state: 'hidden' });
  });

  it('says why a log can not be read, and offers to connect while it is not', async () => {
    const panel = await openLogPanel(browser);
    const refused = { kind: 'refused', message: 'Could not read', nextStep: 'Be root.' } as const;
    await panel.post({ kind: 'link', target: 'box', link: refused });
    await panel.page.getByText('Could not read. Be root.').waitFor();
    await panel.post({ kind: 'link', target: 'lab', link: { kind: 'idle' } });
    await panel.page.getByRole('button', { name: 'Connect' }).click();
    expect((await panel.said()).at(-1)).toEqual({ kind: 'action', action: 'connect' });
  });

  it('shows what BPF programs print by program', async () => {
    const panel = await openLogPanel(browser);
    const { page, post } = panel;
    await post({ kind: 'reset', subject: 'bpf-output' });
    const rows = logRows([
      { text: 'sh-1 CPU 0\tpid 12', label: 1 },
      { text: 'sh-1 CPU 0\tother' },
      { text: 'sh-1 CPU 1\tmoved', label: 2 },
    ]);
    await post({ kind: 'append', rows, labels: ['fifo_enqueue', 'fifo_dispatch'] });
    await page.getByRole('combobox', { name: 'Programs shown' }).selectOption('fifo_dispatch');
    await page.getByText('1 of 3 rows').waitFor();
    expect(await page.getByRole('combobox', { name: 'Levels shown' }).count()).toBe(0);
    await page.getByText('moved').dblclick();
    await page.getByRole('button', { name: 'Open bpf_printk() in fifo_dispatch' }).click();
    expect((await panel.said()).at(-1)).toEqual({
      kind: 'open',
      reference: { kind: 'printed', text: 'moved' },
    });
  });

  it.each(Object.entries(THEMES))('is accessible in the %s theme', async (_, theme) => {
    const panel = await openLogPanel(browser, theme);
    const kinds = SCHED_EXT_KINDS.map((kind) => ({
      text: `sched_ext: ${kind}`,
      label: label(kind),
    }));
    await panel.append([...kinds, ERROR, STACK, { text: '3 are missing', level: null }]);
    await panel.post({ kind: 'sources', known: KNOWN });
    await panel.grid.focus();
    await panel.page.keyboard.press('Home');
    await panel.page.keyboard.press('Shift+End');
    await panel.page.keyboard.press('Enter');
    await panel.page.locator('.details').waitFor();
    expect(await panel.violations()).toEqual([]);
  });
});
