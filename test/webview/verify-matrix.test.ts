import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ToVerifyMatrixPanel,
  VerifyMatrixRow,
  VerifyMatrixState,
} from '../../extension/contracts/verify-matrix-messages';
import { launchBrowser } from '../vscode/harness/browser';
import { openPanel } from './panel-page';
import { THEMES } from './themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const row = (parts: Partial<VerifyMatrixRow>): VerifyMatrixRow => ({
  target: 'lab:6.18',
  kernel: '6.18.15',
  state: 'passed',
  step: '',
  instructions: 1200,
  finding: null,
  problem: null,
  ...parts,
});
const NEWEST = row({
  target: 'lab:7.3',
  kernel: '7.3.0',
  state: 'refused',
  instructions: null,
  finding: {
    message: 'R1 must be <img src=x> checked',
    code: 'verifier/null-pointer',
    place: 'choosy.bpf.c:31',
  },
});
const WAITING = row({
  target: 'lab:6.9',
  kernel: null,
  state: 'waiting',
  step: 'Booting',
  instructions: null,
});
const AWAY = row({
  target: 'root@nowhere',
  kernel: null,
  state: 'unreached',
  instructions: null,
  problem: { message: 'Could not reach root@nowhere: no such name', nextStep: 'Check the name.' },
});
const OLDEST = row({ target: 'lab:6.12', kernel: '6.12.99', instructions: 900 });

const state = (parts: Partial<VerifyMatrixState> = {}): ToVerifyMatrixPanel => ({
  kind: 'state',
  state: {
    scheduler: 'choosy.bpf.c',
    isBusy: false,
    summary: 'Passes on 2 of 3 kernels; 1 target gave no answer',
    rows: [row({}), NEWEST, AWAY, OLDEST],
    ...parts,
  },
});
const open = (theme?: (typeof THEMES)[string]) =>
  openPanel<ToVerifyMatrixPanel>(browser, 'verify-matrix', theme);
const targetsIn = (page: Page) => page.getByRole('rowheader').allInnerTexts();
const sortBy = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const orderOf = (page: Page, name: string) =>
  page.getByRole('columnheader', { name }).getAttribute('aria-sort');

describe('table of one scheduler on many kernels', () => {
  it('says what each target answered, and its words as text', async () => {
    const { page, post, sent, complaints } = await open();
    await post(state());
    await page.getByRole('row', { name: 'lab:6.12 6.12.99 passed 900' }).waitFor();
    expect(await page.getByRole('row', { name: /^lab:7\.3 7\.3\.0 refused/ }).innerText()).toMatch(
      /R1 must be <img src=x> checked verifier\/null-pointer choosy\.bpf\.c:31/,
    );
    expect(await page.getByRole('row', { name: /^root@nowhere/ }).innerText()).toMatch(
      /no answer[\s\S]*no such name[\s\S]*Check the name\./,
    );
    expect(await page.locator('img').count()).toBe(0);
    expect(await sent()).toEqual([{ kind: 'ready' }]);
    expect(complaints).toEqual([]);
  });

  it('sorts by mouse and keyboard, kernels by number, and back to the order of the request', async () => {
    const { page, post } = await open();
    await page.setViewportSize({ width: 1000, height: 600 });
    await post(state({ rows: [...[row({}), NEWEST, AWAY, OLDEST], WAITING] }));
    const asked = ['lab:6.18', 'lab:7.3', 'root@nowhere', 'lab:6.12', 'lab:6.9'];
    await expect.poll(() => targetsIn(page)).toEqual(asked);
    await sortBy(page, 'Target').click();
    expect(await targetsIn(page)).toEqual(['lab:6.9', 'lab:6.12', 'lab:6.18', 'lab:7.3', asked[2]]);
    expect(await orderOf(page, 'Target')).toBe('ascending');
    await sortBy(page, 'Verdict').focus();
    await page.keyboard.press('Enter');
    expect((await targetsIn(page))[0]).toBe('lab:7.3');
    expect(await orderOf(page, 'Target')).toBe('none');
    await page.keyboard.press('Space');
    expect(await orderOf(page, 'Verdict')).toBe('descending');
    expect((await targetsIn(page)).at(-1)).toBe('lab:7.3');
    await page.keyboard.press('Enter');
    expect(await targetsIn(page)).toEqual(asked);
    expect(await orderOf(page, 'Verdict')).toBe('none');
  });

  it('fills in while others still run, and keeps the focus where it is', async () => {
    const { page, post } = await open();
    await post(state({ isBusy: true, rows: [NEWEST, WAITING] }));
    const place = page.getByRole('button', { name: 'choosy.bpf.c:31' });
    await place.focus();
    const again = page.getByRole('button', { name: 'Verify Again' });
    expect(await again.isDisabled()).toBe(true);
    await post(state({ rows: [NEWEST, { ...OLDEST, target: WAITING.target }] }));
    await page.getByRole('row', { name: 'lab:6.9 6.12.99 passed 900' }).waitFor();
    expect(await place.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await again.isEnabled()).toBe(true);
  });

  it('leads to the source, copies and verifies again, by keyboard too', async () => {
    const { page, post, sent } = await open();
    await post(state());
    await page.getByRole('button', { name: 'choosy.bpf.c:31' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await page.getByRole('button', { name: 'Verify Again' }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await sent()).slice(1))
      .toEqual([
        { kind: 'openRow', row: 'lab:7.3' },
        { kind: 'copy', text: '' },
        { kind: 'action', action: 'verifyOn' },
      ]);
  });

  it('stays within its width with long names and many rows, and can be sorted there', async () => {
    const { page, post } = await open();
    const name = `root@${'very-long-name.'.repeat(9)}example`;
    const many = Array.from({ length: 200 }, (_, index) => row({ target: `lab:6.${index}` }));
    await post(state({ rows: [{ ...AWAY, target: name }, NEWEST, ...many] }));
    await expect.poll(async () => (await targetsIn(page)).length).toBe(202);
    for (const width of [280, 360, 600, 1400]) {
      await page.setViewportSize({ width, height: 700 });
      const fits = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth <= clientWidth;
      });
      expect(fits, `${width} wide`).toBe(true);
      // A click reaches only what is seen.
      await sortBy(page, 'Kernel').click();
    }
  });

  it('says that nothing was verified', async () => {
    const { page, post } = await open();
    await post(state({ scheduler: null, summary: '', rows: [] }));
    await page.getByRole('heading', { name: 'Nothing verified yet' }).waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Copy as Markdown' }).isDisabled()).toBe(true);
  });

  it.each(Object.entries(THEMES))('can be read by everybody: %s', async (_name, theme) => {
    const { page, post, violations } = await open(theme);
    await post(state({ isBusy: true, rows: [row({}), NEWEST, AWAY, OLDEST, WAITING] }));
    await page.getByRole('row', { name: /^lab:6\.9/ }).waitFor();
    for (const width of [360, 1000]) {
      await page.setViewportSize({ width, height: 500 });
      expect(await violations()).toEqual([]);
    }
  });
});
