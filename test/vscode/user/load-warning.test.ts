/** A target with little room: a load says so once, beside the work, with the way to the doctor's report. */
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { openConnection, type OpenConnection } from '../../lab/open-connection';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const KERNEL = '6.18';
const TARGET = `lab:${KERNEL}`;
const BOOT_MS = 150_000;
const STEP_MS = 60_000;

let session: UserSession;
let lab: OpenConnection;
beforeAll(async () => {
  const started = await runScxStudio('lab', 'start', KERNEL, '--keep', '--json');
  const { ssh } = JSON.parse(started) as { ssh: [string, ...string[]] };
  session = await startUserSession();
  lab = await openConnection(ssh, dirname(session.folder));
  await runScxStudio('new', 'fifo', 'mine', '--folder', session.folder);
  await lab.shell('mount -t tmpfs -o size=4m none /tmp');
}, 2 * BOOT_MS);
afterAll(async () => {
  lab.close();
  await session.end();
  await runScxStudio('lab', 'stop', KERNEL);
});

it('warns before a load, once, and opens the report', { timeout: 4 * 60_000 }, async () => {
  const { page, command, pick, openFile, notification, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'load warning'));
  const running = page.locator('.statusbar-item').filter({ hasText: '· mine' });
  const warning = notification(`${TARGET}, room for objects: `);

  await openFile('mine.bpf.c');
  await command('SCX: Select Target');
  await pick(TARGET);
  await command('SCX: Load');
  await warning.waitFor({ timeout: STEP_MS });
  expect(await warning.innerText()).toContain('A large scheduler may not fit.');
  await running.waitFor({ timeout: STEP_MS });
  await takePicture(page, 'load-warning');
  await page
    .locator('.notification-list-item')
    .filter({ hasText: 'room for objects' })
    .getByRole('button', { name: 'Check Target' })
    .click();
  const report = await webview(/room for objects/);
  await report.getByRole('heading', { name: `Check of ${TARGET} and this machine` }).waitFor();
  await warning.waitFor({ state: 'detached' });

  await command('SCX: Unload');
  await running.waitFor({ state: 'detached', timeout: STEP_MS });
  await openFile('mine.bpf.c');
  await command('SCX: Load');
  await running.waitFor({ timeout: STEP_MS });
  expect(await warning.count()).toBe(0);
  await command('SCX: Unload');
  await running.waitFor({ state: 'detached', timeout: STEP_MS });
});
