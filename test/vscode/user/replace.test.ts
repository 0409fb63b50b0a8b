/** A service runs a scheduler on the target: the question before it is replaced, and that it comes back. */
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { installService, makeForeign } from '../../lab/foreign-schedulers';
import { until } from '../../lab/lab-target';
import { openConnection, type OpenConnection } from '../../lab/open-connection';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const KERNEL = '6.18';
const TARGET = `lab:${KERNEL}`;
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
  const { folder } = session;
  for (const name of ['usual', 'mine']) await runScxStudio('new', 'fifo', name, '--folder', folder);
  await runScxStudio('load', `${folder}/usual/usual.bpf.c`, '--keep', '--target', TARGET);
  await makeForeign(lab);
  await shell('mkdir -p /usr/sbin');
  await installService(lab, 'scx.service');
}, 2 * BOOT_MS);
afterAll(async () => {
  lab.close();
  await session.end();
  await runScxStudio('lab', 'stop', KERNEL);
});

it('says whose scheduler it is, and puts it back', { timeout: 4 * 60_000 }, async () => {
  const { page, command, pick, openFile, notification } = session.workbench;
  onTestFailed(() => takeFailure(page, 'replace'));
  const running = page.locator('.statusbar-item').filter({ hasText: '· mine' });
  const dialog = page.locator('.monaco-dialog-box');
  const active = async () =>
    (await shell('cat /sys/kernel/sched_ext/root/ops 2>/dev/null; true')).trim();
  const loadings = async () => Number(await shell('cat /sys/kernel/sched_ext/enable_seq'));
  const load = async () => {
    await command('SCX: Load');
    await dialog.waitFor({ timeout: STEP_MS });
  };

  await openFile('mine.bpf.c');
  await command('SCX: Select Target');
  await pick(TARGET);
  await load();
  expect(await dialog.innerText()).toContain(`The scheduler "usual" runs on ${TARGET} already.`);
  expect(await dialog.innerText()).toContain('The service scx.service runs it.');
  await takePicture(page, 'replace-question');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await active()).toBe('usual');

  await load();
  await dialog.getByRole('button', { name: 'Replace and Put Back' }).click();
  await running.waitFor({ timeout: STEP_MS });
  expect(await active()).toBe('mine');

  // Its own one is no question of putting back, and what the first replaced stays to be put back.
  await load();
  expect(await dialog.innerText()).toContain('This window loaded it.');
  const first = await loadings();
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  await until(loadings, (count) => count > first, STEP_MS / 1000);
  // The second run is the window's own only when its progress is gone.
  await notification('Load mine.bpf.c').waitFor({ state: 'detached', timeout: STEP_MS });
  expect(await active()).toBe('mine');

  await command('SCX: Unload');
  await notification('Put back: usual runs again').waitFor({ timeout: STEP_MS });
  await takePicture(page, 'put-back');
  expect(await notification(/Could not|threw/).count()).toBe(0);
  expect(await active()).toBe('usual');
});
