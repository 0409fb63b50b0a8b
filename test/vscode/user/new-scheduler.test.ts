/**
 * From the palette through the gallery to a project, in Restricted Mode, with templates of the user's own:
 * a good one whose picture means harm, and broken ones.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { violationsOf } from '../harness/axe';
import { openGallery } from '../harness/gallery';
import { takeFailure, takePicture } from '../harness/screenshots';
import { startUserSession, type UserSession } from '../harness/user-session';

const FIFO = new URL('../../../bpf-templates/fifo', import.meta.url).pathname;
const HOSTILE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90" onload="top.ran = 1">
<script>top.ran = 1; parent.ran = 1;</script><rect width="160" height="90" fill="#c4762e"/></svg>`;
const WIDE = { width: 1360, height: 900 };

let templates: string;
let session: UserSession;
beforeAll(async () => {
  templates = mkdtempSync(join(tmpdir(), 'scx-studio-own-templates-'));
  cpSync(FIFO, join(templates, 'house-style'), { recursive: true });
  writeFileSync(join(templates, 'house-style/picture.svg'), HOSTILE);
  cpSync(FIFO, join(templates, 'linked'), { recursive: true });
  symlinkSync('/etc/passwd', join(templates, 'linked/passwd'));
  mkdirSync(join(templates, 'unfinished'));
  writeFileSync(join(templates, 'unfinished/template.json'), '{ "title": ');
  session = await startUserSession({
    trust: true,
    settings: {
      'security.workspace.trust.startupPrompt': 'never',
      'scx.templates.folder': templates,
    },
    files: (folder) => {
      mkdirSync(join(folder, 'taken'));
      writeFileSync(join(folder, 'taken/notes.txt'), 'mine');
    },
  });
});
afterAll(async () => {
  await session.end();
  rmSync(templates, { recursive: true });
});

it('shows templates, says what will be written, and writes it', async () => {
  const { workbench, folder } = session;
  const { page } = workbench;
  onTestFailed(() => takeFailure(page, 'new scheduler'));
  await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();

  const gallery = await openGallery(workbench);
  await gallery.getByRole('button', { name: /^house-style.*your own/ }).waitFor();
  await gallery.getByText(`${templates}/linked: passwd is a link`).waitFor();
  await gallery.getByText(`${templates}/unfinished: template.json: it is no JSON`).waitFor();
  const pictures = gallery.locator('.card img');
  await expect
    .poll(() =>
      pictures.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).width > 0)),
    )
    .not.toContain(false);
  expect(await gallery.evaluate(() => 'ran' in parent || 'ran' in globalThis)).toBe(false);
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  expect(await violationsOf(gallery, 'editor')).toEqual([]);
  await takePicture(page, 'gallery');

  await page.keyboard.type('fifo');
  await gallery.getByRole('button', { name: /^fifo/ }).click(); // The user's own has these words too.
  await gallery.getByText(/^\d+ files in .*my_fifo$/).waitFor();
  await takePicture(page, 'gallery-form');
  await page.keyboard.press('Escape');

  await gallery.getByLabel('Filter').fill('house');
  await gallery.getByLabel('Filter').focus();
  await page.keyboard.press('Enter');
  await gallery.getByRole('heading', { name: 'New scheduler from house-style' }).waitFor();
  await page.keyboard.type('taken');
  await gallery.getByText('"taken" is there already.').waitFor();
  await gallery.getByRole('button', { name: 'Use taken_2' }).click();
  await gallery.getByLabel('Slice').fill('7000');
  await gallery.getByText(/^\d+ files in .*taken_2$/).waitFor();
  const shown = gallery.locator('pre');
  await shown.filter({ hasText: 'const volatile u32 slice_us = 7000;' }).waitFor();
  const files = await gallery.locator('.files button').allInnerTexts();
  expect(await violationsOf(gallery, 'editor')).toEqual([]);
  await page.setViewportSize({ width: 700, height: 900 });
  await takePicture(page, 'gallery-form-narrow');
  await page.setViewportSize(WIDE);
  expect(readdirSync(folder), 'nothing is written yet').toEqual(['taken']);

  await gallery.getByLabel('Slice').press('Enter');
  await page.locator('.tab.active').filter({ hasText: 'taken_2.bpf.c' }).waitFor();
  const project = join(folder, 'taken_2');
  for (const path of files) expect(existsSync(join(project, path)), path).toBe(true);
  const text = readFileSync(join(project, 'taken_2.bpf.c'), 'utf8');
  expect(text).toContain('slice_us = 7000;');
  const start = text.split('\n').findIndex((line) => line.includes('Start here')) + 2;
  await page
    .locator('.statusbar-item')
    .filter({ hasText: `Ln ${start}, ` })
    .waitFor();
  expect(readdirSync(join(folder, 'taken'))).toEqual(['notes.txt']);
  await page.locator('.tab').filter({ hasText: 'New Scheduler' }).waitFor({ state: 'detached' });
});

it('saves the project as a template, which is offered then', async () => {
  const { workbench } = session;
  const { page, command, answer, notification } = workbench;
  onTestFailed(() => takeFailure(page, 'save as template'));
  await command('SCX: Save as Template');
  for (const [question, words] of [
    ['(1/3): name', 'ours'],
    ['(2/3): title', 'As we do it'],
    ['(3/3): description', 'With a slice of 7 ms'],
  ] as const) {
    await page.locator('.quick-input-title:visible').filter({ hasText: question }).waitFor();
    await answer(words);
  }
  await notification(`ours is a template now, in ${templates}/ours.`).waitFor();
  expect(readdirSync(join(templates, 'ours')).sort()).toEqual([
    ...['Makefile', 'README.md', 'taken_2.bpf.c', 'template.json'],
  ]);
  await page.getByRole('button', { name: 'New Scheduler', exact: true }).click();
  const gallery = await workbench.webview('Start from a scheduler that works');
  await gallery.getByRole('button', { name: /^ours.*As we do it/ }).waitFor();
  await takePicture(page, 'gallery saved template');
});
