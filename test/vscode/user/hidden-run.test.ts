/** What an earlier window left behind where only root can see whose it is: a user whose sudo asks for a password. */
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { openFaultyLab, type FaultyLab } from '../../lab/faults/faulty-lab';
import { KILL_HOLDER } from '../../lab/kill-holder';
import { addSudo } from '../../lab/sudo-in-lab';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const NAME = 'unseen';
const USER = { name: 'dev', password: `it's "open" $(now)` };
const BOOT_MS = 150_000;
const STEP_MS = 60_000;

let lab: FaultyLab;
let session: UserSession;
beforeAll(async () => {
  lab = await openFaultyLab('6.18');
  await addSudo(lab, [USER]);
  const { PATH = '' } = lab.person('anna', USER.name).env;
  session = await startUserSession({ settings: { 'scx.target': 'testbox' }, env: { PATH } });
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
}, 2 * BOOT_MS);
afterAll(async () => {
  await session.end();
  await lab.close();
});

it('is offered by the next window, and taken out by root', { timeout: 2 * BOOT_MS }, async () => {
  const { page, command, answer, openFile, notification } = session.workbench;
  onTestFailed(() => takeFailure(page, 'hidden run'));
  const running = page.locator('.statusbar-item').filter({ hasText: `· ${NAME}` });
  const secret = page.locator('.quick-input-widget:visible input[type=password]');
  const question = page.locator('.quick-input-widget:visible');
  const isAsked = async () => {
    await question.filter({ hasText: `[sudo] password for ${USER.name}:` }).waitFor();
    await secret.waitFor();
  };
  const nextWindow = async () => {
    await command('Developer: Reload Window');
    await notification(
      `"${NAME}", which an earlier window loaded on testbox, still runs there. Only root can see`,
    ).waitFor({ timeout: STEP_MS });
    expect(await secret.count()).toBe(0);
  };
  const takeOut = () => page.getByRole('button', { name: 'Take Out', exact: true }).click();

  await openFile(`${NAME}.bpf.c`);
  await page.locator('.editor-actions').getByRole('button', { name: 'Load', exact: false }).click();
  await secret.waitFor({ timeout: STEP_MS });
  await isAsked();
  await answer(USER.password);
  await running.waitFor({ timeout: STEP_MS });
  await lab.shell(KILL_HOLDER);
  await running.waitFor({ state: 'detached', timeout: STEP_MS });

  await nextWindow();
  await takePicture(page, 'left-behind-hidden');
  await takeOut();
  await isAsked();
  await page.keyboard.press('Escape');
  await notification("sudo's question was put away").waitFor();
  expect(await lab.state()).toBe('enabled');

  await nextWindow();
  await takeOut();
  await isAsked();
  await answer(USER.password);
  await notification(`Took out ${NAME}.`).waitFor({ timeout: STEP_MS });
  expect(await lab.loaded()).toEqual([]);
});
