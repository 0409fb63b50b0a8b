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

const sample = (timeMs: number, fallbacks: number, rate: number | null = 25): StatusSample => ({
  timeMs,
  state: 'enabled',
  ops: 'fifo',
  enableSeq: 3,
  switchAll: true,
  nrRejected: 0,
  extTasks: 87,
  runnable: 2,
  contextSwitches: 900,
  subs: [],
  caps: [],
  events: [
    {
      ...{ name: 'SCX_EV_SELECT_CPU_FALLBACK', count: fallbacks, rate, unit: 'events' },
      explanation: 'Another CPU was taken. Worry: when it grows.',
    },
    { ...{ name: 'SCX_EV_NEW', count: 0, rate: null, unit: 'events', explanation: '' } },
  ],
  cpus: Array.from({ length: 4 }, (_, cpu) => ({ cpu, busy: cpu / 4, waitedNs: 1000 * cpu })),
  pressure: [['cpu some', 0.2]],
});
const live: StatusState = {
  target: 'lab:6.18',
  kernel: '6.18.15',
  link: { kind: 'live' },
  ownOps: 'fifo',
  sample: sample(2000, 35),
  loadedAtMs: null,
  sampledAt: 0,
  sentAt: 0,
  intervalMs: 1000,
  costs: [{ name: 'fifo_enqueue', callsPerSecond: 10, averageNs: 300, totalNs: 6e6, share: 0.01 }],
};
const open = (theme?: (typeof THEMES)[string]) =>
  openPanel<ToStatusPanel>(browser, 'status', theme);
const state = (parts: Partial<StatusState>): ToStatusPanel => ({
  kind: 'state',
  state: { ...live, ...parts },
});

describe('status panel', () => {
  it('says ready once, and nothing is refused by its policy', async () => {
    const { sent, complaints } = await open();
    expect(await sent()).toEqual([{ kind: 'ready' }]);
    expect(complaints).toEqual([]);
  });

  it('shows a running scheduler with counts and rates', async () => {
    const { page, post } = await open();
    await post(state({}));
    await page.getByRole('heading', { name: 'fifo' }).waitFor();
    const row = page.getByRole('row', { name: /SELECT_CPU_FALLBACK/ });
    expect(await row.innerText()).toMatch(/35\s+25\/s/);
    await page.getByText('lab:6.18 · Linux 6.18.15').waitFor();
  });

  it('says what a counter counts, by keyboard, and leaves it open while figures come', async () => {
    const { page, post } = await open();
    await post(state({}));
    const words = page.getByText('Another CPU was taken.');
    expect(await words.isVisible()).toBe(false);
    await page.locator('summary', { hasText: 'SELECT_CPU_FALLBACK' }).focus();
    await page.keyboard.press('Enter');
    await words.waitFor();
    await post(state({ sample: sample(3000, 60) }));
    await page.getByText('60', { exact: true }).waitFor();
    expect(await words.isVisible()).toBe(true);
  });

  it('stays within its width with hundreds of CPUs and endless names', async () => {
    const { page, post } = await open();
    const cpus = Array.from({ length: 512 }, (_, cpu) => ({ cpu, busy: 0.5, waitedNs: null }));
    const long = { ...sample(1, 1).events[0]!, name: `SCX_EV_${'X'.repeat(200)}` };
    await post(state({ sample: { ...sample(1, 1), cpus, events: [long] } }));
    await page.getByText('CPU 511').waitFor();
    expect(await page.evaluate(() => document.body.scrollWidth <= document.body.clientWidth)).toBe(
      true,
    );
  });

  it('sends what its buttons mean, also by keyboard', async () => {
    const { page, post, sent } = await open();
    await post(state({}));
    await page.getByRole('button', { name: 'Unload' }).click();
    await page.getByRole('button', { name: 'Kernel Log' }).focus();
    await page.keyboard.press('Enter');
    expect((await sent()).slice(1)).toEqual([
      { kind: 'action', action: 'unload' },
      { kind: 'action', action: 'showKernelLog' },
    ]);
  });

  it('keeps the focus while new figures come', async () => {
    const { page, post } = await open();
    await post(state({}));
    const button = page.getByRole('button', { name: 'Unload' });
    await button.focus();
    await post(state({ sample: sample(3000, 60) }));
    await page.getByText('60', { exact: true }).waitFor();
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('says how old the figures are when the connection is lost', async () => {
    const { page, post } = await open();
    const since = Date.now();
    const link = {
      kind: 'lost',
      message: 'Lost lab:6.18',
      nextStep: 'Connect again.',
      since,
    } as const;
    await post(state({ link, sentAt: since, sampledAt: since - 12_000 }));
    await page.getByText(/These figures are 1[234] s old/).waitFor();
    await page.getByRole('button', { name: 'Connect Again' }).waitFor();
    await page.getByRole('row', { name: /SELECT_CPU_FALLBACK/ }).waitFor();
  });

  it('says by itself how old figures are that stop coming, until others come', async () => {
    const { page, post } = await open();
    // The clock of who sends them is another one's.
    await post(state({ sampledAt: 1000, sentAt: 1000 }));
    await page.getByRole('heading', { name: 'fifo' }).waitFor();
    const age = page.getByText(/These figures are [45] s old/);
    expect(await age.isVisible()).toBe(false);
    await age.waitFor({ timeout: 8000 });
    await post(state({ sample: sample(3000, 60), sampledAt: 7000, sentAt: 7000 }));
    await age.waitFor({ state: 'hidden' });
  });

  it('says the names of callbacks whole, and what they cost in all, also where it is narrow', async () => {
    const { page, post } = await open();
    const cost = { callsPerSecond: 84_000, averageNs: 312, totalNs: 4.2e9, share: 0.026 };
    const names = ['a_scheduler_of_a_long_name_enqueue', 'a_scheduler_of_a_long_name_exit'];
    await page.setViewportSize({ width: 260, height: 800 });
    await post(state({ costs: names.map((name) => ({ ...cost, name })) }));
    const row = page.getByRole('row', { name: names[0]! });
    await row.waitFor();
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(['84,000/s', '312 ns', '4.2 s']);
    const name = row.locator('th > span');
    expect(await name.evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
    await page.setViewportSize({ width: 700, height: 800 });
    expect(await row.innerText()).toContain('2.6 %');
  });

  it('shows a hostile ops name as text', async () => {
    const { page, post } = await open();
    const ops = '<img src=x onerror=alert(1)>';
    await post(state({ sample: { ...sample(1, 1), ops } }));
    await page.getByRole('heading', { name: ops }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
  });

  it.each(Object.entries(THEMES))('is accessible in the %s theme', async (_, theme) => {
    const { post, page, violations } = await open(theme);
    await post(state({}));
    await page.getByRole('heading', { name: 'fifo' }).waitFor();
    expect(await violations()).toEqual([]);
  });
});
