/** The check of a target, read, copied and asked for again, in the themes that people use. */
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { takeFailure, takePicture } from '../harness/screenshots';
import { startUserSession, type UserSession } from '../harness/user-session';

const STEP_MS = 30_000;
const THEMES = ['Light Modern', 'Dark Modern', 'Dark High Contrast'];

let session: UserSession;
beforeAll(async () => {
  session = await startUserSession();
}, 60_000);
afterAll(() => session.end());

it('is a report with what fails and how to mend it', { timeout: 6 * STEP_MS }, async () => {
  const { page, command, pick, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'target report'));
  await command('SCX: Select Target');
  await pick('local');
  await command('SCX: Check Target');
  const report = await webview(/Target local/);
  await report.getByRole('heading', { name: 'Check of this machine, also as a target' }).waitFor();
  // This machine has clang, or no test would be built.
  await report.getByRole('row', { name: /clang 16 or later/ }).waitFor();

  await report.getByRole('button', { name: 'Copy as Text' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^SCX Studio doctor: .*\nThis machine\n[^]* {2}ok +kernel +\d/);

  await report.getByRole('button', { name: 'Check Again' }).focus();
  await page.keyboard.press('Enter');
  await report.getByRole('status').filter({ hasText: 'Looking at this machine' }).waitFor();
  await report.getByRole('status').filter({ hasNotText: 'Looking at' }).waitFor();

  for (const theme of THEMES) {
    await command('Preferences: Color Theme');
    // The list shows only the first of its rows until it is filtered.
    await page.locator('.quick-input-widget:visible .quick-input-box input').fill(theme);
    await pick(theme);
    await takePicture(page, `target-report ${theme}`);
  }
  await page.setViewportSize({ width: 700, height: 900 });
  await takePicture(page, 'target-report narrow');
  expect(await report.evaluate((body) => body.scrollWidth <= body.clientWidth)).toBe(true);
});

it('can be cancelled while the lab boots', { timeout: 4 * STEP_MS }, async () => {
  const { page, command, pick, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'target report cancelled'));
  await page.setViewportSize({ width: 1360, height: 900 });
  await command('SCX: Select Target');
  await pick('lab');
  await command('SCX: Check Target');
  const report = await webview(/Check of lab and this machine/);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click({ timeout: STEP_MS });
  await report
    .getByRole('status')
    .filter({ hasText: 'Not checked: the check was cancelled' })
    .waitFor();
  expect(await report.getByRole('button', { name: 'Check Again' }).isEnabled()).toBe(true);
});
