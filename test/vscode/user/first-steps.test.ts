/** The walkthrough: its buttons do what they say, and a step ticks itself off when it is done, not before. */
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { takeFailure, takePicture } from '../harness/screenshots';
import { startUserSession, type UserSession } from '../harness/user-session';
import { doneSteps, stepOf } from '../harness/walkthrough';

const PATIENCE_MS = 15_000;

let session: UserSession;
beforeAll(async () => {
  session = await startUserSession();
});
afterAll(() => session.end());

it('leads from a view with nothing in it, and ticks off what was done, before it was opened too', async () => {
  const { page, command, pick, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'first steps'));
  await command('SCX: Select Target');
  await pick('local');
  await page.getByRole('tab', { name: 'SCX Studio' }).click();
  await page.getByText('There is no scheduler').waitFor();
  await page.getByText('First Steps', { exact: true }).click();
  await stepOf(page, 'new').click();
  const picture = (await webview('A scheduler that works')).locator('img');
  await expect
    .poll(() => picture.evaluate((one) => (one as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
  await takePicture(page, 'first-steps');
  await expect.poll(() => doneSteps(page), { timeout: PATIENCE_MS }).toEqual(['target']);

  await stepOf(page, 'new').getByText('New Scheduler', { exact: true }).click();
  const gallery = await webview('Start from a scheduler that works');
  await gallery.getByRole('button', { name: /^fifo/ }).click();
  await gallery.getByRole('heading', { name: 'New scheduler from fifo' }).waitFor();
  await command('SCX: First Steps');
  await stepOf(page, 'new').waitFor();
  expect(await doneSteps(page), 'the gallery is open, nothing is made').toEqual(['target']);
  await page.locator('.tab').filter({ hasText: 'New Scheduler' }).click();
  // The page was dropped while it was hidden; the new one has what was filled in.
  await (
    await webview('New scheduler from fifo')
  )
    .getByRole('textbox', { name: 'Name' })
    .press('Enter');
  await page.locator('.tab.active').filter({ hasText: 'my_fifo.bpf.c' }).waitFor();

  await command('SCX: First Steps');
  await expect.poll(() => doneSteps(page), { timeout: PATIENCE_MS }).toEqual(['target', 'new']);
  await stepOf(page, 'target').click();
  await stepOf(page, 'target').getByText('Select Target', { exact: true }).click();
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'local' }).waitFor();
  await takePicture(page, 'select-target');
  await pick('local');

  await stepOf(page, 'check').click();
  await stepOf(page, 'check').getByText('Check', { exact: true }).click();
  const report = await webview(/Check of this machine/);
  await report.getByRole('row', { name: /clang 16 or later/ }).waitFor();
  await takePicture(page, 'first-steps-check');
  await command('SCX: First Steps');
  await expect
    .poll(() => doneSteps(page), { timeout: PATIENCE_MS })
    .toEqual(['check', 'target', 'new']);
  await takePicture(page, 'first-steps-done');

  await stepOf(page, 'error').click();
  await stepOf(page, 'error').getByText('Show Me', { exact: true }).click();
  await page.locator('.tab.active').filter({ hasText: '1-null-pointer.bpf.c' }).waitFor();
  await takePicture(page, 'show-me');
});
