/** One scheduler on kernels that disagree, side by side: the table, its findings, and what stays afterwards. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { rewrite } from '../harness/editor';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const BOOT_MS = 150_000;
const STEP_MS = 30_000;
const NAME = 'choosy';
const MAIN = `${NAME}.bpf.c`;
/** May be called in ops.dispatch() only: said at load since 7.2, by an exit at run time before. */
const CALL = '	if (scx_bpf_dispatch_nr_slots() == 0)';
const THEMES = ['Light Modern', 'Dark High Contrast', 'Dark Modern'];
const NOWHERE = 'root@nowhere.invalid';

let session: UserSession;
let text = '';
beforeAll(async () => {
  session = await startUserSession({ settings: { 'scx.targets': [NOWHERE] } });
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
  text = readFileSync(join(session.folder, NAME, MAIN), 'utf8').replace(
    /^(void BPF_STRUCT_OPS\(\w+_enqueue.*\n\{\n)/m,
    (_, head: string) => `${head}${CALL}\n		return;\n`,
  );
}, 60_000);
afterAll(() => session.end());

const lineOf = (wanted: string) => text.split('\n').indexOf(wanted) + 1;

it('shows who refuses it, where and why', { timeout: 4 * BOOT_MS }, async () => {
  const { page, command, openFile, problems, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'verify on'));
  const list = page.locator('.quick-input-list .monaco-list-row');
  // Not the row's middle, where the name of its section can stand.
  const pickTarget = (name: RegExp | string) =>
    list.getByText(name, { exact: true }).first().click();
  await openFile(MAIN);
  await command('SCX: Select Target');
  await session.workbench.pick('lab:6.12');
  await rewrite(page, text, lineOf(CALL));

  await command('SCX: Verify on…');
  await list.first().waitFor();
  await takePicture(page, 'verify-on-targets');
  await pickTarget(/^\s*lab:[7-9]\./);
  await pickTarget(NOWHERE);
  await page.keyboard.press('Enter');
  const table = await webview(`${MAIN} on many kernels`);
  await takePicture(page, 'verify-on-waiting');
  const row = (name: RegExp) => table.getByRole('row', { name });
  const status = table.getByRole('status');
  await status.filter({ hasText: /^Passes on 1 of 2 kernels; 1 target gave no answer$/ }).waitFor({
    timeout: 2 * BOOT_MS,
  });
  const refused = row(/^lab:[7-9]\.\S+ [7-9]\.\S+ refused/);
  expect(await refused.innerText()).toMatch(
    /can not be called.* verifier\/kfunc-not-allowed choosy\.bpf\.c:\d+/s,
  );
  expect(await row(/^lab:6\.12 6\.12\S+ passed \d+/).count()).toBe(1);
  expect(await row(/^root@nowhere\.invalid/).innerText()).toMatch(/no answer.*Could not/s);

  const rows = await problems();
  const [only] = await rows.filter({ hasText: `[Ln ${lineOf(CALL)}, ` }).allInnerTexts();
  expect(only).toMatch(/\((?:only on [7-9]|not on 6\.12)/);
  for (const theme of THEMES) {
    await command('Preferences: Color Theme');
    await page.locator('.quick-input-widget:visible .quick-input-box input').fill(theme);
    await session.workbench.pick(theme);
    await takePicture(page, `verify-on ${theme}`);
  }
  await page.setViewportSize({ width: 700, height: 900 });
  await takePicture(page, 'verify-on narrow');
  expect(await table.evaluate((body) => body.scrollWidth <= body.clientWidth)).toBe(true);
  await page.setViewportSize({ width: 1360, height: 900 });

  const sorts = table.getByRole('button', { name: 'Verdict' });
  await sorts.focus();
  await page.keyboard.press('Enter');
  expect(await table.getByRole('columnheader', { name: 'Verdict' }).getAttribute('aria-sort')).toBe(
    'ascending',
  );
  expect(await table.getByRole('row').nth(1).innerText()).toContain('refused');
  await table.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^\| target \| kernel .*\n\| ---.*\n(\| .*\n){3}$/);

  await refused.getByRole('button', { name: /choosy\.bpf\.c:\d+/ }).focus();
  await page.keyboard.press('Enter');
  await page
    .locator('.statusbar-item')
    .filter({ hasText: `Ln ${lineOf(CALL)}, ` })
    .first()
    .waitFor();
});

it('ends what it booted, cancelled or closed', { timeout: 3 * BOOT_MS }, async () => {
  const { page, command, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'verify on cancelled'));
  expect(session.labs()).toHaveLength(2);
  // Not by the palette: the page in the tab takes the focus when it is shown.
  await page.getByRole('tab', { name: 'Verify on…' }).click({ button: 'middle' });
  await expect.poll(() => session.labs().length, { timeout: STEP_MS }).toBe(1);

  await command('SCX: Verify on…');
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await page.keyboard.press('Enter'); // The same ones as before.
  const table = await webview(`${MAIN} on many kernels`);
  await expect.poll(() => session.labs().length, { timeout: STEP_MS }).toBe(2);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click({ timeout: STEP_MS });
  await table.getByRole('status').filter({ hasText: 'it was cancelled' }).waitFor();
  await expect.poll(() => session.labs().length, { timeout: STEP_MS }).toBe(1);
  expect(await table.getByRole('button', { name: 'Verify Again' }).isEnabled()).toBe(true);
});
