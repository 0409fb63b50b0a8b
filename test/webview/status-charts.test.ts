/** The charts of the status panel: what is drawn, hover and keys, pause, marks, exports, narrow and wide. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  StatusSample,
  StatusState,
  ToStatusPanel,
} from '../../extension/contracts/status-messages';
import { launchBrowser } from '../vscode/harness/browser';
import { openPanel } from './panel-page';
import { THEMES } from './themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const sample = (timeMs: number, busy: number): StatusSample => ({
  timeMs,
  state: 'enabled',
  ops: '"><img src=x>',
  enableSeq: 1,
  switchAll: true,
  nrRejected: 0,
  extTasks: 87,
  runnable: 3,
  contextSwitches: 1500,
  subs: [],
  caps: [],
  events: [
    {
      name: 'SCX_EV_OF_<b>TOMORROW',
      count: 7,
      rate: timeMs === 3000 ? 0 : 3,
      unit: 'events',
      explanation: '',
    },
  ],
  cpus: [
    { cpu: 0, busy, waitedNs: 2e6 },
    { cpu: 1, busy: 0.5, waitedNs: 0 },
  ],
  pressure: [['cpu some', 0.1]],
});
const state = (one: StatusSample): ToStatusPanel => {
  const live: StatusState = {
    target: 'lab:6.18',
    kernel: '6.18.15',
    link: { kind: 'live' },
    ownOps: null,
    sample: one,
    loadedAtMs: 1000,
    sampledAt: one.timeMs,
    sentAt: one.timeMs,
    intervalMs: 1000,
    costs: null,
  };
  return { kind: 'state', state: live };
};

async function openWithFigures(theme = THEMES['dark']) {
  const opened = await openPanel<ToStatusPanel>(browser, 'status', theme);
  for (const [timeMs, busy] of [
    [1000, 0.1],
    [2000, 0.3],
    [3000, 0.2],
  ] as const) {
    await opened.post(state(sample(timeMs, busy)));
  }
  const load = opened.page.locator('figure').filter({ hasText: 'CPU load' });
  await load.getByText('20 %', { exact: true }).waitFor();
  return { ...opened, load };
}

describe('charts of the status panel', () => {
  it('show the latest values of what the target has, and refuse nothing', async () => {
    const { page, load, complaints } = await openWithFigures();
    expect(await page.locator('figure h2').allInnerTexts()).toEqual([
      'CPU load',
      'Run-queue delay',
      'Events',
      'Context switches',
      'Pressure',
      'Tasks',
    ]);
    await load.getByText('50 %', { exact: true }).waitFor();
    expect(await page.locator('img, figure b').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('show a value under the pointer, and by arrow keys to screen readers', async () => {
    const { page, load } = await openWithFigures();
    await load.locator('.plot').focus();
    await page.keyboard.press('Home');
    await load
      .getByRole('status')
      .getByText('CPU 0 10 %, CPU 1 50 %')
      .waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowRight');
    await load.locator('.legend').getByText('30 %', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await load.locator('.legend').getByText('20 %', { exact: true }).waitFor();
    const over = await load.locator('.u-over').boundingBox();
    await page.mouse.move(over!.x + over!.width - 1, over!.y + 20);
    await load
      .locator('.moment')
      .getByText(/^\d\d:\d\d:\d\d$/)
      .waitFor();
  });

  it('stand still while paused', async () => {
    const { page, post, load } = await openWithFigures();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Go On' }).waitFor();
    await post(state(sample(4000, 0.9)));
    await page.getByRole('row', { name: /CPU 0.*90 %/ }).waitFor();
    await load.locator('.legend').getByText('20 %', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Go On' }).click();
    await load.locator('.legend').getByText('90 %', { exact: true }).waitFor();
  });

  it('list the marks of the time shown, with hostile names as text', async () => {
    const { page, post } = await openWithFigures();
    const text = '<img src=x> ended: runnable task stall';
    await post({
      kind: 'marks',
      marks: [
        { kind: 'loaded', timeMs: -1e6, text: 'loaded long ago' },
        { kind: 'ended', timeMs: 2500, text },
      ],
    });
    const items = page.getByRole('list', { name: 'Marks' }).getByRole('listitem');
    await items.getByText(text).waitFor();
    expect(await items.count()).toBe(1);
  });

  it('draw what was read before the panel was there', async () => {
    const { page, post } = await openPanel<ToStatusPanel>(browser, 'status');
    await post({
      kind: 'history',
      history: {
        timesMs: Float64Array.of(1000, 2000),
        names: ['busy 0'],
        values: [Float32Array.of(Number.NaN, 42)],
      },
    });
    await page.locator('figure').getByText('42 %', { exact: true }).waitFor();
  });

  it('save as CSV and PNG', async () => {
    const { page, sent } = await openWithFigures();
    await page.getByRole('button', { name: 'CSV' }).click();
    await page.getByRole('button', { name: 'PNG' }).click();
    await expect.poll(async () => (await sent()).length).toBe(3);
    const [csv, png] = (await sent()).slice(1);
    expect(csv).toMatchObject({ kind: 'save', format: 'csv' });
    expect(csv).toHaveProperty('content', expect.stringContaining('busy 0'));
    expect(png).toHaveProperty('content', expect.stringMatching(/^iVBORw0KGgo[\w+/=]+$/));
  });

  it('fit the narrowest side bar, and stand beside one another in an editor', async () => {
    const { page } = await openWithFigures();
    await page.setViewportSize({ width: 200, height: 700 });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await expect.poll(overflow).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1200, height: 800 });
    const tops = () =>
      page
        .locator('figure')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    await expect.poll(async () => new Set(await tops()).size).toBeLessThan(6);
    await expect.poll(overflow).toBeLessThanOrEqual(0);
  });

  it.each(Object.entries(THEMES))('are accessible in the %s theme', async (_, theme) => {
    const { violations } = await openWithFigures(theme);
    expect(await violations()).toEqual([]);
  });
});
