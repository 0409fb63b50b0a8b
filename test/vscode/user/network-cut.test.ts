/** The network dies while a scheduler is loaded: the target takes it out, the window says so, and comes back. */
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { openFaultyLab, type FaultyLab } from '../../lab/faults/faulty-lab';
import { until } from '../../lab/lab-target';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const NAME = 'far_away';
const BOOT_MS = 150_000;
/** ssh gives a silent network up after 15 s, the window then tries again more and more rarely. */
const NOTICED_WITHIN_MS = 60_000;
const BACK_WITHIN_S = 120;

let lab: FaultyLab;
let session: UserSession;
beforeAll(async () => {
  lab = await openFaultyLab('6.18');
  const { PATH = '' } = lab.person('anna').env;
  session = await startUserSession({ settings: { 'scx.target': 'testbox' }, env: { PATH } });
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
}, 2 * BOOT_MS);
afterAll(async () => {
  await session.end();
  await lab.close();
});

it('takes the scheduler out and says so', { timeout: 2 * BOOT_MS }, async () => {
  const { page, command, openFile, notification } = session.workbench;
  onTestFailed(() => takeFailure(page, 'network cut'));
  const status = (text: string) => page.locator('.statusbar-item').filter({ hasText: text });
  await openFile(`${NAME}.bpf.c`);
  await page.locator('.editor-actions').getByRole('button', { name: 'Load', exact: false }).click();
  await status(`· ${NAME}`).waitFor({ timeout: BOOT_MS });
  await command('SCX: Show Status');
  await session.workbench.webview(NAME);
  expect(await lab.state()).toBe('enabled');
  await takePicture(page, 'network-cut-loaded');

  lab.network.freeze();
  await until(lab.loaded, (left) => left.length === 0);
  await notification(/testbox/).waitFor({ timeout: NOTICED_WITHIN_MS });
  expect(await notification(/testbox/).innerText()).toContain(NAME);
  await takePicture(page, 'network-cut-silent');

  lab.network.cut();
  lab.network.thaw();
  const back = () =>
    session.workbench.webview('No scheduler loaded').then(
      () => true,
      () => false,
    );
  await until(back, (isBack) => isBack, BACK_WITHIN_S);
  await takePicture(page, 'network-cut-out');
  await until(lab.leftovers, (left) => !left.some((line) => line.includes('bpf')));
});
