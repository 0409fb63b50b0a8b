/** A loader program in a terminal of VS Code: picked once, seen, ended by Ctrl-C and by SCX: Unload. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { buildLoader, SCHEDULER } from '../../lab/loader/loader-program';
import { lineOf } from '../../lab/schedulers';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const KERNEL = '6.18';
const TARGET = `lab:${KERNEL}`;
const BOOT_MS = 150_000;
const STEP_MS = 60_000;
const NAME = 'scx_carrier';
const FAILING = 'scx_failing';
/** Makes an error after some seconds. */
const FAILS = `#define FAILS\n${SCHEDULER}`;

let session: UserSession;
beforeAll(async () => {
  await runScxStudio('lab', 'start', KERNEL, '--keep');
  // Drawn as text, which a test can read.
  session = await startUserSession({
    settings: { 'terminal.integrated.gpuAcceleration': 'off' },
  });
  for (const [name, text] of [
    [NAME, SCHEDULER],
    [FAILING, FAILS],
  ] as const) {
    const source = join(session.folder, `${name}.bpf.c`);
    writeFileSync(source, text);
    const built = await runScxStudio('build', source, '--json', '--target', TARGET);
    const program = await buildLoader((JSON.parse(built) as { object: string }).object);
    copyFileSync(program.path, join(session.folder, name));
    program.remove();
  }
}, 2 * BOOT_MS);
afterAll(async () => {
  await session.end();
  await runScxStudio('lab', 'stop', KERNEL);
});

it('runs in a terminal, where Ctrl-C ends it', { timeout: 5 * 60_000 }, async () => {
  const { workbench, folder } = session;
  const { page, command, pick } = workbench;
  onTestFailed(() => takeFailure(page, 'loader'));
  const running = page.locator('.statusbar-item').filter({ hasText: '· carried' });
  const terminal = page.locator('.terminal-wrapper.active .xterm-rows');
  const says = (text: string) => terminal.filter({ hasText: text }).waitFor({ timeout: STEP_MS });

  await command('SCX: Select Target');
  await pick(TARGET);
  await command('SCX: Run Loader Program…');
  await page.locator('.quick-input-list').getByText(`Run ${FAILING}`).first().waitFor();
  await pick('Choose Another Program…'); // It was built beside its source, and is offered.
  await page.locator('.quick-input-title').filter({ hasText: 'loads your scheduler' }).waitFor();
  await pick(NAME); // The dialog lists the project's folder.
  await running.waitFor({ timeout: STEP_MS });
  await says('carried runs on');
  await takePicture(page, 'loader-terminal');
  expect(readFileSync(join(folder, '.vscode/settings.json'), 'utf8')).toContain(
    `"scx.loader.path": "${NAME}"`,
  );

  await page.locator('.terminal-wrapper.active').click();
  await page.keyboard.press('Control+C');
  await says('got SIGINT');
  await says('carried is out: its program ended with status 0');
  await running.waitFor({ state: 'detached', timeout: STEP_MS });
  await takePicture(page, 'loader-ended');

  await command('SCX: Run Loader Program…');
  await pick(`Run ${NAME}`);
  await running.waitFor({ timeout: STEP_MS });
  await command('SCX: Unload');
  await running.waitFor({ state: 'detached', timeout: STEP_MS });
  await says('got SIGINT');
});

it('shows at its line why the kernel threw its scheduler out, until it runs again', async () => {
  const { page, command, pick, problems, notification } = session.workbench;
  onTestFailed(() => takeFailure(page, 'loader findings'));
  await command('SCX: Run Loader Program…');
  await pick('Choose Another Program…');
  await page.locator('.quick-input-title').filter({ hasText: 'loads your scheduler' }).waitFor();
  await pick(FAILING);
  await notification(/The kernel threw carried out/).waitFor({ timeout: STEP_MS });
  await command('Notifications: Clear All Notifications');
  const rows = await problems();
  const found = rows.filter({ hasText: `[Ln ${lineOf(FAILS)}, ` }).filter({ hasText: '123456' });
  await found.waitFor();
  await rows.filter({ hasText: `${FAILING}.bpf.c` }).waitFor();
  await takePicture(page, 'loader-findings');
  await command('SCX: Run Loader Program…');
  await pick(`Run ${FAILING}`);
  await found.waitFor({ state: 'detached', timeout: STEP_MS });
  await command('SCX: Unload');
});
