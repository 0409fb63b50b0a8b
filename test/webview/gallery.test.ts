import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../vscode/harness/browser';
import { gallery, openGallery, plan } from './gallery-panel';
import { THEMES } from './themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const open = (theme?: (typeof THEMES)[string]) => openGallery(browser, theme);

describe('the templates', () => {
  it('are cards with words and a picture; one that can not be used says why', async () => {
    const { page, complaints, sent } = await open();
    expect(await sent()).toEqual([{ kind: 'ready' }]);
    const cards = page.getByRole('list', { name: 'Templates' }).getByRole('listitem');
    expect(await cards.count()).toBe(2);
    expect(await cards.last().innerText()).toMatch(
      /rich\s*your own\s*Has options\s*Queues by weight\s*weights\s*loader/,
    );
    await page.getByText('/mine/bad: passwd is a link').waitFor();
    await page.getByText('2 templates', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('run nothing of a hostile picture, and fetch nothing', async () => {
    const { page, complaints, fetched } = await open();
    const pictures = page.locator('.card img');
    await expect
      .poll(() =>
        pictures.evaluateAll((all) => all.every((one) => (one as HTMLImageElement).complete)),
      )
      .toBe(true);
    expect(await pictures.count()).toBe(2);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(fetched.filter((url) => url.includes('evil'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('are filtered by every word, and Enter takes the first', async () => {
    const { page, field } = await open();
    expect(await field('Filter').evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.type('none of these');
    await page.getByText('No template has these words').waitFor();
    await field('Filter').fill('LOADER weight');
    await page.getByText('1 of 2 templates').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'New scheduler from rich' }).waitFor();
  });

  it('are walked through by arrow keys, and left for a form and back', async () => {
    const { page } = await open();
    await page.setViewportSize({ width: 900, height: 600 });
    const isFocused = (name: RegExp) =>
      page.getByRole('button', { name }).evaluate((one) => one === document.activeElement);
    await page.keyboard.press('ArrowDown');
    expect(await isFocused(/^fifo/)).toBe(true);
    await page.keyboard.press('ArrowRight');
    expect(await isFocused(/^rich/)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'New scheduler from rich' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await isFocused(/^rich/)).toBe(true);
  });
});

describe('the form', () => {
  const openForm = async (theme?: (typeof THEMES)[string]) => {
    const panel = await open(theme);
    await panel.page.getByRole('button', { name: /^rich/ }).click();
    return panel;
  };

  it('is right as it comes: Enter creates', async () => {
    const { page, lastAsked, answer, field } = await openForm();
    await answer('plan', 1, plan);
    await page.getByText('2 files in /work/my_rich').waitFor();
    expect(await page.locator('pre').innerText()).toContain('main_file');
    await page.getByRole('button', { name: 'Makefile' }).click();
    expect(await page.locator('pre').innerText()).toContain('all:');
    await field('Name').press('Enter');
    expect((await lastAsked('create', 1)).form).toEqual({
      template: '/mine/rich',
      name: 'my_rich',
      folder: '/work',
      values: { slice: '20', loader: 'true', order: 'fair' },
    });
  });

  it('sends what is filled in', async () => {
    const { field, lastAsked } = await openForm();
    await field('Name').fill('other');
    await field('Slice').fill('7');
    await field('Program').uncheck();
    await field('Order').selectOption('fifo');
    await field('Folder').selectOption('/other');
    const named = lastAsked('plan', 1);
    expect((await named).form).toEqual({
      template: '/mine/rich',
      name: 'other',
      folder: '/other',
      values: { slice: '7', loader: 'false', order: 'fifo' },
    });
  });

  it('says what is wrong at its field while it is typed, and sends nothing', async () => {
    const { page, field, asked, answer } = await openForm();
    await answer('plan', 1, plan);
    await field('Name').fill('my-sched');
    const wrong = page.locator('#name-wrong');
    expect(await wrong.innerText()).toContain(`"-" can't be in a scheduler's name`);
    expect(await field('Name').getAttribute('aria-invalid')).toBe('true');
    await page.getByText('Nothing, until the form is right').waitFor();
    await field('Slice').fill('100');
    await page.getByText('100 is not between 1 and 99 µs').waitFor();
    await field('Slice').press('Enter');
    expect(await field('Name').evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await asked('create')).toEqual([]);
    expect(await asked('plan')).toHaveLength(1);
    await page.getByRole('button', { name: 'Use my_sched' }).click();
    expect(await field('Name').inputValue()).toBe('my_sched');
    await wrong.waitFor({ state: 'hidden' });
  });

  it('shows a refusal at its field until something is changed', async () => {
    const { page, field, answer } = await openForm();
    for (const [at, place, count] of [
      ['name', '#name-wrong', 1],
      ['folder', '#folder-wrong', 2],
      ['template', 'form > .wrong', 3],
    ] as const) {
      const message = 'Could not <b>make</b> it';
      await answer('plan', count, plan);
      await field('Name').press('Enter');
      await answer('create', count, { kind: 'refused', field: at, message, suggestion: null });
      expect(await page.locator(place).innerText()).toContain(message);
      await field('Slice').fill(String(count));
      await page.locator(place).waitFor({ state: 'hidden' });
    }
  });

  it('heeds no answer to what was asked before', async () => {
    const { page, field, lastAsked, post } = await openForm();
    const { serial } = await lastAsked('plan', 1);
    await field('Name').fill('newer');
    await post({ kind: 'answer', serial, answer: plan });
    await lastAsked('plan', 2);
    expect(await page.getByText('2 files in').count()).toBe(0);
  });

  it('takes a folder that was chosen', async () => {
    const { page, field, post, sent } = await openForm();
    await page.getByRole('button', { name: 'Choose…' }).click();
    expect(await sent()).toContainEqual({ kind: 'choose-folder' });
    const folders = [...gallery.folders, { label: '/third', path: '/third' }];
    await field('Name').fill('kept');
    await post({ kind: 'state', state: { ...gallery, folders } });
    await post({ kind: 'folder', path: '/third' });
    await expect.poll(() => field('Folder').inputValue()).toBe('/third');
    expect(await field('Name').inputValue()).toBe('kept');
  });

  it('has no sideways scroll, narrow and wide', async () => {
    const { page, answer } = await openForm();
    await answer('plan', 1, plan);
    const overflow = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    const widths = [320, 700, 1400];
    for (const width of widths) {
      await page.setViewportSize({ width, height: 700 });
      expect(await overflow()).toBe(0);
    }
    await page.keyboard.press('Escape');
    for (const width of widths) {
      await page.setViewportSize({ width, height: 700 });
      expect(await overflow()).toBe(0);
    }
  });
});

it.each(Object.entries(THEMES))('is accessible in the %s theme', async (_, theme) => {
  const { page, violations, answer, field } = await open(theme);
  expect(await violations()).toEqual([]);
  await page.getByRole('button', { name: /^rich/ }).click();
  await answer('plan', 1, plan);
  await field('Name').fill('1st');
  await page.getByText("can't begin with a digit").waitFor();
  expect(await violations()).toEqual([]);
});
