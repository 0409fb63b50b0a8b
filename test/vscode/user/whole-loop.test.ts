/** The loop as a user walks it: the packaged extension, a real lab, and nothing but mouse and keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { UNCHECKED_USE, withCounter } from '../harness/counting-scheduler';
import { goToLine, rewrite, save } from '../harness/editor';
import { makeScheduler } from '../harness/gallery';
import { takeFailure, takePicture } from '../harness/screenshots';
import { startUserSession, type UserSession } from '../harness/user-session';
import { doneSteps, stepOf } from '../harness/walkthrough';

/** Without KVM a lab takes a minute to boot. */
const LAB_BOOT_MS = 150_000;
const STEP_MS = 30_000;

const NAME = 'my_sched';
const MAIN = `${NAME}.bpf.c`;

/** What the light bulb makes of it. */
const CHECKED_USE = '	if (count)\n		*count += 1;';

let session: UserSession;
beforeAll(async () => {
  session = await startUserSession();
});
afterAll(() => session.end());

it('new, break, squiggle, fix, load, watch, unload', { timeout: 6 * 60_000 }, async () => {
  const { workbench, folder } = session;
  const { page, command, pick } = workbench;
  onTestFailed(() => takeFailure(page, 'whole loop'));
  const main = join(folder, NAME, MAIN);

  // VS Code sees a step done only from when the walkthrough was opened on.
  await command('SCX: First Steps');
  await stepOf(page, 'new').waitFor();
  await makeScheduler(workbench, 'fifo', NAME);
  await takePicture(page, 'new');

  await command('SCX: Select Target');
  await pick('lab');
  await page.locator('.statusbar-item').filter({ hasText: 'lab' }).waitFor();

  const scaffolded = readFileSync(main, 'utf8');
  const broken = withCounter(scaffolded);
  const brokenLine = broken.split('\n').indexOf(UNCHECKED_USE) + 1;
  expect(brokenLine).toBeGreaterThan(1);
  await rewrite(page, broken, brokenLine);
  await page.locator('.monaco-editor .squiggly-error').first().waitFor({ timeout: LAB_BOOT_MS });
  const rows = await workbench.problems();
  const row = rows.filter({ hasText: `[Ln ${brokenLine}, ` }).first();
  await row.waitFor({ timeout: STEP_MS });
  expect(await row.innerText()).toContain('null-pointer');
  await takePicture(page, 'squiggle');

  // The light bulb's first offer, by keyboard; then save.
  await page.locator('.editor-instance .monaco-editor').first().click();
  await goToLine(page, brokenLine);
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget').getByText('Check `count` for NULL').waitFor();
  await takePicture(page, 'quick-fix');
  await page.keyboard.press('Enter');
  await save(page);
  expect(readFileSync(main, 'utf8')).toBe(withCounter(scaffolded, CHECKED_USE));
  await page
    .locator('.monaco-editor .squiggly-error')
    .first()
    .waitFor({ state: 'detached', timeout: STEP_MS });
  await page
    .locator('.codelens-decoration')
    .filter({ hasText: 'instructions', visible: true })
    .first()
    .waitFor();
  await takePicture(page, 'fixed');

  await page.locator('.editor-actions').getByRole('button', { name: 'Load', exact: false }).click();
  await page
    .locator('.statusbar-item')
    .filter({ hasText: `· ${NAME}` })
    .waitFor({ timeout: STEP_MS });
  await command('SCX: Show Status');
  const status = await workbench.webview(NAME);
  await status.getByText('enabled').first().waitFor();
  await command('SCX: Show Kernel Log');
  await workbench.webview(new RegExp(`"${NAME}".*enabled`));
  await takePicture(page, 'loaded');

  await page.locator('.editor-actions').getByRole('button', { name: 'Unload' }).click();
  await status.getByText('disabled').first().waitFor({ timeout: STEP_MS });
  await page.locator('.statusbar-item').filter({ hasText: NAME }).waitFor({ state: 'detached' });
  await takePicture(page, 'unloaded');

  await command('SCX: First Steps');
  await expect
    .poll(() => doneSteps(page), { timeout: STEP_MS })
    .toEqual(['target', 'new', 'error', 'load', 'watch']);
});
