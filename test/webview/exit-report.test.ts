import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitInfo } from '../../extension/core/exit-report/exit-info';
import type { ExitReport } from '../../extension/core/exit-report/exit-report';
import type { ToReportPanel } from '../../extension/core/exit-report/shown-report';
import { BARE_REPORT, dumpOfTasks, DUMP_OF_QUEUES, reportOf } from '../fakes/exit-reports';
import { launchBrowser } from '../vscode/harness/browser';
import { openPanel } from './panel-page';
import { THEMES } from './themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const shown = (report: ExitReport): ToReportPanel => ({
  kind: 'shown',
  shown: { kind: 'end', report },
});
const open = async (report: ExitReport, theme = 'dark') => {
  const panel = await openPanel<ToReportPanel>(browser, 'exit-report', THEMES[theme]);
  await panel.page.setViewportSize({ width: 900, height: 1400 });
  await panel.post(shown(report));
  await panel.page.locator('h1').waitFor();
  return panel;
};

describe('the report of an end', () => {
  it('says what happened, why, and where', async () => {
    const { page, sent } = await open(reportOf());
    await page.getByRole('heading', { name: 'lazy ended on lab:6.18' }).waitFor();
    const body = page.locator('body');
    for (const text of [
      'runnable task stall: lazy[812] failed to run for 5.100s',
      'lazy[812] was ready to run and waited 5.1 s on CPU 0. It was in no dispatch queue',
      'SCX_EXIT_ERROR_STALL = 1026',
      'scx_bpf_error("too late");',
      'Find the path on which enqueue inserts nothing.',
    ]) {
      await body.getByText(text).first().waitFor();
    }
    await page.getByRole('button', { name: 'lazy.bpf.c:26' }).click();
    await page.getByRole('button', { name: 'lazy.bpf.c:31' }).click();
    await page.getByText('Save Report…').click();
    expect(await sent()).toEqual([
      { kind: 'ready' },
      { kind: 'openRow', row: 'finding 0' },
      { kind: 'openRow', row: 'frame 1' },
      { kind: 'action', action: 'saveReport' },
    ]);
  });

  it('shows the dump as a tree, by keyboard', async () => {
    const { page } = await open(reportOf());
    const item = (name: string) => page.getByRole('treeitem', { name });
    await page.getByLabel('Order of tasks').focus();
    await page.keyboard.press('Tab');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Enter']) {
      await page.keyboard.press(key);
    }
    expect(await item('lazy[812] R').getAttribute('aria-expanded')).toBe('true');
    await page.getByText('do_nanosleep+0x68/0x160').first().waitFor();
    await page.keyboard.press('ArrowLeft');
    expect(await item('lazy[812] R').getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('End');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('CPU 12');
  });

  it('sorts and searches thousands of tasks, and draws a page of them', async () => {
    const { page } = await open(reportOf({ dumpText: dumpOfTasks(5000) }));
    await page.getByRole('treeitem', { name: 'CPU 0' }).first().click();
    const tasks = page.locator('.node.level-2 .label');
    expect(await tasks.count()).toBe(200);
    await page.getByRole('treeitem', { name: 'Show 200 more of 4,800' }).click();
    expect(await tasks.count()).toBe(400);
    await page.getByLabel('Order of tasks').selectOption('wait');
    expect(await tasks.first().textContent()).toContain('task-4999[5999]');
    await page.getByLabel('Search tasks').fill('TASK-4321');
    expect(await tasks.allTextContents()).toEqual(['task-4321[5321] R']);
    expect(await page.locator('.found').textContent()).toBe('1 task');
    await page.getByLabel('Search tasks').fill('nobody at all');
    expect(await page.locator('.found').textContent()).toBe('0 tasks');
  });

  it('groups tasks by the queue that they wait in, by keyboard', async () => {
    const { page } = await open(reportOf({ dumpText: DUMP_OF_QUEUES }));
    const labels = (level: number) =>
      page.locator(`.node.level-${level} > .head .label`).allTextContents();
    const groups = page.getByLabel('Groups of tasks');
    await groups.selectOption('queue');
    const inOrder = [
      ...['In no queue: 1 task', 'DSQ 0x7: 1 task', 'DSQ 0x1267: 2 tasks'],
      ...['SCX_DSQ_GLOBAL: 1 task', 'SCX_DSQ_LOCAL of CPU 7: 1 task'],
      ...['SCX_DSQ_LOCAL_ON | 7: 1 task', 'Running: 1 task'],
    ];
    expect(await labels(1)).toEqual(inOrder);
    await page.getByRole('treeitem', { name: 'In no queue' }).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight']) {
      await page.keyboard.press(key);
    }
    expect(await labels(2)).toEqual(['user[11] R on CPU 0', 'user[15] R on CPU 7']);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('user[11]');
    await page.getByLabel('Order of tasks').selectOption('wait');
    expect((await labels(1)).slice(0, 2)).toEqual(['In no queue: 1 task', 'DSQ 0x1267: 2 tasks']);
    expect(await labels(2)).toEqual(['user[15] R on CPU 7', 'user[11] R on CPU 0']);
    await page.getByLabel('Search tasks').fill('on cpu 0');
    expect(await labels(2)).toEqual(['user[11] R on CPU 0', '* busy[10] R on CPU 0']);
    await page.getByLabel('Search tasks').fill('');
    await groups.selectOption('cpu');
    await page.getByLabel('Order of tasks').selectOption('queue');
    await page.getByRole('treeitem', { name: 'CPU 7' }).first().click();
    expect((await labels(2)).map((label) => label.split('[')[0])).toEqual([
      ...['lost', 'first', 'user', 'all', 'here', 'sent'],
    ]);
  });

  it('says where the dump is from, and that its end is missing', async () => {
    const { page } = await open(reportOf({ dumpSource: 'exit map', isDumpCut: true }));
    await page.getByText("From the scheduler's own map (UEI_RECORD).").waitFor();
    await page.getByText('It is cut off at its end: set .exit_dump_len').waitFor();
  });

  it('shows hostile text as text', async () => {
    const hostile = '"><img src=x onerror=alert(1)>\u001b[31m https://evil.example';
    const report = reportOf({
      ...{ ops: hostile, log: [hostile], exit: exitInfo({ kind: 1025, message: hostile }) },
    });
    const { page, complaints } = await open(report);
    await page.getByText(hostile).first().waitFor();
    expect(await page.locator('img, a').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('says so when next to nothing is known', async () => {
    const { page, complaints } = await open(BARE_REPORT);
    await page.getByText('The kernel says no reason.').waitFor();
    await page.getByText('There is none: the kernel writes one only for errors').waitFor();
    expect(complaints).toEqual([]);
  });

  it('is the state of a scheduler that goes on running, too', async () => {
    const panel = await openPanel<ToReportPanel>(browser, 'exit-report');
    const { dumpText } = reportOf();
    await panel.post({
      kind: 'shown',
      shown: {
        ...{ kind: 'state', target: 'lab', ops: 'lazy', takenAt: '2026-11-23T18:49:07.193Z' },
        ...{ dumpText: dumpText ?? '', lostLines: 3 },
      },
    });
    await panel.page.getByRole('heading', { name: 'State of lazy on lab' }).waitFor();
    await panel.page.getByText('3 lines did not fit').waitFor();
    await panel.page.getByText('Dump Again').click();
    expect(await panel.sent()).toContainEqual({ kind: 'action', action: 'dumpNow' });
  });
});

it.each(['dark', 'light', 'high contrast'])('has no axe-core violations in %s', async (theme) => {
  const { page, violations } = await open(reportOf(), theme);
  await page.getByRole('treeitem', { name: 'CPU 0' }).first().click();
  await page.getByRole('treeitem', { name: 'lazy[812] R' }).first().click();
  expect(await violations()).toEqual([]);
  const { PICTURES } = process.env;
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/report-${theme}.png` });
  await page.getByLabel('Groups of tasks').selectOption('queue');
  await page.getByRole('treeitem', { name: 'In no queue' }).click();
  expect(await violations()).toEqual([]);
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/queues-${theme}.png` });
  await page.setViewportSize({ width: 300, height: 900 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(overflow).toBeLessThanOrEqual(300);
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/narrow-${theme}.png` });
});
