/** The Status view and its editor, as a user reads them: a lab, a load, a counter that moves, charts, keys, themes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { violationsOf } from '../harness/axe';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const LAB_BOOT_MS = 150_000;
const STEP_MS = 30_000;
const NAME = 'watched';
const THEMES = ['Light Modern', 'Dark High Contrast', 'Dark Modern'];

let session: UserSession;
beforeAll(async () => {
  session = await startUserSession();
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
}, 60_000);
afterAll(() => session.end());

it('shows what runs and how it fares, and saves it', { timeout: 6 * 60_000 }, async () => {
  const { page, command, pick, answer, openFile, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'status'));
  await openFile(`${NAME}.bpf.c`);
  await command('SCX: Select Target');
  await pick('lab');
  await command('SCX: Show Status');
  const view = await webview('The state of the scheduler is shown once');
  await view.getByRole('button', { name: 'Connect' }).click();
  await view
    .getByRole('heading', { name: 'No scheduler loaded' })
    .waitFor({ timeout: LAB_BOOT_MS });
  await page.locator('.editor-actions').getByRole('button', { name: 'Load', exact: false }).click();
  await view.getByRole('heading', { name: NAME }).waitFor({ timeout: STEP_MS });

  const counts = () =>
    view.getByRole('table', { name: 'Event counters' }).locator('td:nth-child(2)').allInnerTexts();
  const first = await counts();
  expect(first.length).toBeGreaterThan(3);
  await command('SCX: Verify'); // Gives the target something to run, longer than a slice.
  await expect.poll(counts, { timeout: STEP_MS }).not.toEqual(first);
  await view.getByRole('list', { name: 'Marks' }).getByText(`loaded ${NAME}`).waitFor();

  await command('SCX: Measure Callback Cost');
  const costs = view.getByRole('table', { name: 'Callback cost' });
  await costs
    .getByRole('row', { name: new RegExp(`${NAME}_enqueue`) })
    .waitFor({ timeout: STEP_MS });
  await page
    .getByText(/\/s · .+ · ✓ \d+ instructions/)
    .first()
    .waitFor({ timeout: STEP_MS });
  await costs.scrollIntoViewIfNeeded();
  await takePicture(page, 'callback-cost');

  for (const theme of THEMES) {
    await command('Preferences: Color Theme');
    await answer(theme);
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    expect(await violationsOf(view)).toEqual([]);
    await takePicture(page, `status ${theme}`);
  }

  await command('SCX: Stop Measuring Callback Cost');
  await costs.waitFor({ state: 'hidden' });
  await command('SCX: Open Status in Editor');
  await command('View: Toggle Primary Side Bar Visibility');
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  const editor = await webview('CPU load');
  const load = editor.locator('figure').filter({ hasText: 'CPU load' });
  await load.locator('.plot').focus();
  await page.keyboard.press('End');
  await load.getByRole('status').getByText('CPU 0').waitFor({ state: 'attached' });
  await takePicture(page, 'status');

  await editor.getByRole('button', { name: 'CSV' }).click();
  await page.locator('.quick-input-widget').getByText('Save Figures').waitFor();
  await page.keyboard.press('Enter'); // Into the open folder, as it is proposed.
  const file = join(session.folder, 'scheduler-status.csv');
  const text = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  await expect.poll(text, { timeout: STEP_MS }).toContain('busy 0');
});
