/** Why schedulers stopped, as a user reads it: thrown out or refused, the report, its source line, its folder. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { MISSING_SOURCE } from '../../lab/missing-queues';
import { INIT_FAILS, lineOf, STALLS } from '../../lab/schedulers';
import { ENDS_WITH_ERROR } from '../../lab/template-header';
import { violationsOf } from '../harness/axe';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const BOOT_MS = 150_000;
const STEP_MS = 60_000;
const NAME = 'running';
const THEMES = ['Light Modern', 'Dark High Contrast', 'Dark Modern'];

/** File, text, what the report is headed, and the line to blame. */
const ENDS = [
  ['stalls', STALLS, 'stalls (?:ended|did not start)', lineOf(STALLS, 'stalls_enqueue')],
  ['missing', MISSING_SOURCE, 'missing_source (?:ended|did not start)', lineOf(MISSING_SOURCE)],
  ['refused', INIT_FAILS, 'init_fails did not start', lineOf(INIT_FAILS, 'init_fails_init')],
  [
    'says why',
    ENDS_WITH_ERROR,
    'header (?:ended|did not start)',
    lineOf(ENDS_WITH_ERROR, 'scx_bpf_error('),
  ],
] as const;

let session: UserSession;
beforeAll(async () => {
  session = await startUserSession();
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
  for (const [name, text] of ENDS) {
    writeFileSync(join(session.folder, NAME, `${name}.bpf.c`), text);
  }
}, 60_000);
afterAll(() => session.end());

/** VS Code's own dialog: it takes the folder that it has listed. */
async function chooseFolder(path: string): Promise<void> {
  const { page } = session.workbench;
  const dialog = page.locator('.quick-input-widget');
  await dialog.getByRole('option', { name: NAME }).waitFor();
  await dialog.locator('.quick-input-box input').fill(`${path}/`);
  await dialog.getByRole('option', { name: NAME }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
}

it(
  'reports ends, leads to the line, and is saved and opened again',
  { timeout: 10 * 60_000 },
  async () => {
    const { page, command, pick, answer, openFile, webview, notification } = session.workbench;
    onTestFailed(() => takeFailure(page, 'exit report'));
    await openFile('stalls.bpf.c');
    await command('SCX: Select Target');
    await pick('lab');
    await command('SCX: Show Last Report');
    await notification('No scheduler has ended on lab').waitFor({ timeout: 2 * BOOT_MS });
    await command('Notifications: Clear All Notifications');

    for (const [name, , heading, line] of ENDS) {
      await openFile(`${name}.bpf.c`);
      await command('SCX: Load');
      await notification(/The kernel (?:threw|rejected)/).waitFor({ timeout: 2 * BOOT_MS });
      await page.getByRole('button', { name: 'Show Report' }).first().click();
      const report = await webview(new RegExp(`${heading} on lab`));
      await report
        .getByRole('button', { name: `${name}.bpf.c:${line}` })
        .first()
        .waitFor();
      await takePicture(page, name === 'missing' ? 'exit-report' : `exit-report ${name}`);
      await command('Notifications: Clear All Notifications');
    }

    const report = await webview(/header .* on lab/);
    for (const theme of THEMES) {
      await command('Preferences: Color Theme');
      await answer(theme);
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      expect(await violationsOf(report, 'editor')).toEqual([]);
      await takePicture(page, `exit-report ${theme}`);
    }
    const line = lineOf(ENDS_WITH_ERROR, 'scx_bpf_error(');
    await report
      .getByRole('button', { name: `says why.bpf.c:${line}` })
      .first()
      .click();
    await page
      .locator('.statusbar-item')
      .filter({ hasText: `Ln ${line}, ` })
      .waitFor();

    const saved = join(session.folder, 'reports');
    mkdirSync(saved);
    // Another one ends meanwhile, beside the report: what is shown is saved, not what came last.
    await openFile('refused.bpf.c');
    await command('SCX: Load');
    await notification(/The kernel rejected/).waitFor({ timeout: STEP_MS });
    await command('Notifications: Clear All Notifications');
    await report.getByText('Save Report…').click();
    await chooseFolder(saved);
    await notification('Saved the report in').waitFor();
    const [folder = ''] = readdirSync(saved);
    const files = readdirSync(join(saved, folder));
    expect(files).toEqual(
      expect.arrayContaining([
        'README.md',
        'dump.txt',
        'header.bpf.o',
        'kernel.log',
        'report.json',
      ]),
    );
    const hashes = readFileSync(join(saved, folder, 'sources.sha256'), 'utf8');
    expect(hashes).toMatch(/^[0-9a-f]{64} {2}.*says why\.bpf\.c$/m);
    const versions = readFileSync(join(saved, folder, 'versions.txt'), 'utf8');
    expect(versions).toMatch(/^SCX Studio: \d/m);
    expect(versions).toMatch(/^Compiled by: .*clang version \d/m);
    await command('SCX: Open Report…');
    await chooseFolder(join(saved, folder));
    await webview(/header .* on lab/);
    // It ends with 1, since the scheduler failed.
    const said = await runScxStudio('report', join(saved, folder)).catch(
      (error: unknown) => (error as { stdout: string }).stdout,
    );
    expect(said).toContain(`says why.bpf.c:${line}`);
  },
);

it('takes a dump of one that goes on running', { timeout: 3 * BOOT_MS }, async () => {
  const { page, command, openFile, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'dump now'));
  await openFile(`${NAME}.bpf.c`);
  await command('SCX: Load');
  const running = page.locator('.statusbar-item').filter({ hasText: `· ${NAME}` });
  await running.waitFor({ timeout: STEP_MS });
  await command('SCX: Dump Now');
  const dump = await webview(`State of ${NAME} on lab`);
  await dump.getByRole('tree').or(dump.getByText('No CPU had anything to do')).first().waitFor();
  await takePicture(page, 'dump-now');
  await running.waitFor();
  await command('SCX: Unload');
  await running.waitFor({ state: 'detached', timeout: STEP_MS });
});
