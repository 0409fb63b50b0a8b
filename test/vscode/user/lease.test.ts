/** What can be done with a scheduler that runs: keep it, try it, stop it at once, find it again. */
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { KILL_HOLDER } from '../../lab/kill-holder';
import { openConnection, type OpenConnection } from '../../lab/open-connection';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const KERNEL = '6.18';
const TARGET = `lab:${KERNEL}`;
const NAME = 'leased';
const BOOT_MS = 150_000;
const STEP_MS = 60_000;

let session: UserSession;
let lab: OpenConnection;
const shell = (command: string) => lab.shell(command);
beforeAll(async () => {
  const started = await runScxStudio('lab', 'start', KERNEL, '--keep', '--json');
  const { ssh } = JSON.parse(started) as { ssh: [string, ...string[]] };
  session = await startUserSession();
  lab = await openConnection(ssh, dirname(session.folder));
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
}, 2 * BOOT_MS);
afterAll(async () => {
  lab.close();
  await session.end();
  await runScxStudio('lab', 'stop', KERNEL);
});

it('keeps, tries, stops at once and takes out what was left', { timeout: 6 * 60_000 }, async () => {
  const { page, command, pick, answer, openFile, notification } = session.workbench;
  onTestFailed(() => takeFailure(page, 'lease'));
  const running = page.locator('.statusbar-item').filter({ hasText: `· ${NAME}` });
  const stateOf = async () => (await shell('cat /sys/kernel/sched_ext/state')).trim();
  const load = async () => {
    await command('SCX: Load');
    await running.waitFor({ timeout: STEP_MS });
  };

  await openFile(`${NAME}.bpf.c`);
  await command('SCX: Select Target');
  await pick(TARGET);
  await load();
  await command('SCX: Keep Running');
  await notification(`${NAME} stays loaded on ${TARGET}`).waitFor();
  await takePicture(page, 'kept');
  await running.waitFor({ state: 'detached' });
  expect(await stateOf()).toBe('enabled');
  await command('SCX: Unload');
  await notification(`Took out ${NAME}.`).waitFor();
  expect(await stateOf()).toBe('disabled');

  await command('SCX: Trial Run…');
  await answer('3');
  await page.locator('.tab.active').filter({ hasText: 'Trial' }).waitFor({ timeout: STEP_MS });
  const report = await session.workbench.webview('It ran its time');
  expect(await report.innerText()).toContain(`sched_ext: BPF scheduler "${NAME}" enabled`);
  await takePicture(page, 'trial-report');
  expect(await stateOf()).toBe('disabled');

  await openFile(`${NAME}.bpf.c`);
  await load();
  await page.keyboard.press('Control+Alt+Shift+S');
  await notification(`${NAME} is out: its link was removed.`).waitFor();
  expect(await stateOf()).toBe('disabled');
  await running.waitFor({ state: 'detached' });

  await load();
  await shell(KILL_HOLDER);
  await running.waitFor({ state: 'detached' });
  expect(await stateOf()).toBe('enabled');
  await command('SCX: Connect to Target');
  await notification('was left behind by a window').waitFor();
  await takePicture(page, 'left-behind');
  await page.getByRole('button', { name: 'Take Out' }).click();
  await notification(`Took out ${NAME}.`).waitFor();
  expect(await stateOf()).toBe('disabled');

  await load();
  await shell(KILL_HOLDER);
  await running.waitFor({ state: 'detached' });
  await command('View: Close All Editors');
  await command('Developer: Reload Window');
  await notification('was left behind by a window').waitFor({ timeout: STEP_MS });
  await page.getByRole('button', { name: 'Take Out' }).click();
  await notification(`Took out ${NAME}.`).waitFor();
  expect(await stateOf()).toBe('disabled');

  await command('SCX: Show Last Report');
  await session.workbench.webview(new RegExp(`${NAME} ended on ${TARGET}`));
});
