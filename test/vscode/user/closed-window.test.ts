/** VS Code dies while a scheduler is loaded: the target, which lives on, takes the scheduler out. */
import { afterAll, beforeAll, expect, it, onTestFailed, vi } from 'vitest';
import { takeFailure } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

/** Another kernel than the other tests', so that nobody else uses this lab. */
const KERNEL = '6.18';
const TARGET = `lab:${KERNEL}`;
const NAME = 'left_behind';
const BOOT_MS = 150_000;
const GONE_WITHIN_MS = 20_000;

const stateOfTarget = async () =>
  JSON.parse(await runScxStudio('status', '--json', '--target', TARGET)) as unknown;

let session: UserSession;
beforeAll(async () => {
  await runScxStudio('lab', 'start', KERNEL, '--keep');
  session = await startUserSession();
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
}, 2 * BOOT_MS);
afterAll(async () => {
  await session.end();
  await runScxStudio('lab', 'stop', KERNEL);
});

it('leaves no scheduler behind when VS Code is killed', { timeout: 2 * BOOT_MS }, async () => {
  const { workbench, server } = session;
  const { page, command, pick, openFile } = workbench;
  onTestFailed(() => takeFailure(page, 'killed'));
  await openFile(`${NAME}.bpf.c`);
  await command('SCX: Select Target');
  await pick(TARGET);
  await page.locator('.editor-actions').getByRole('button', { name: 'Load', exact: false }).click();
  await page
    .locator('.statusbar-item')
    .filter({ hasText: `· ${NAME}` })
    .waitFor({ timeout: BOOT_MS });
  expect(await stateOfTarget()).toMatchObject({ state: 'enabled', ops: NAME });
  server.kill();
  await vi.waitFor(
    async () => {
      expect(await stateOfTarget()).toMatchObject({ state: 'disabled' });
    },
    { timeout: GONE_WITHIN_MS, interval: 1000 },
  );
});
