/** From a refused line to the verifier's log and back, on a real kernel, with mouse and keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { UNCHECKED_USE, withCounter } from '../harness/counting-scheduler';
import { rewrite } from '../harness/editor';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const BOOT_MS = 150_000;
const STEP_MS = 30_000;
const NAME = 'counter';
const MAIN = `${NAME}.bpf.c`;
const LOG = `${MAIN}.verifier-log`;

let session: UserSession;
let broken = '';
beforeAll(async () => {
  session = await startUserSession();
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
  broken = withCounter(readFileSync(join(session.folder, NAME, MAIN), 'utf8'));
}, 60_000);
afterAll(() => session.end());

it('hover, log, next error and back', { timeout: 3 * BOOT_MS }, async () => {
  const { page, command, pick, openFile } = session.workbench;
  onTestFailed(() => takeFailure(page, 'verifier log'));
  const refusedLine = broken.split('\n').indexOf(UNCHECKED_USE) + 1;
  const position = page.locator('.statusbar-item').filter({ hasText: /^Ln \d+, Col \d+/ });
  const group = page.locator('.editor-group-container.active');
  const tab = (name: string) => group.locator(`.tab.active[data-resource-name="${name}"]`);

  await openFile(MAIN);
  await command('SCX: Select Target');
  await pick('lab');
  await rewrite(page, broken, refusedLine);
  await page
    .locator('.squiggly-error')
    .first()
    .waitFor({ timeout: 2 * BOOT_MS });

  await command('Show or Focus Hover');
  const hover = page.locator('.monaco-hover').filter({ hasText: 'What the verifier knew here' });
  await hover.waitFor({ timeout: STEP_MS });
  expect(await hover.innerText()).toMatch(/count \(R\d\): value of map enqueued, 8 bytes, or NULL/);
  await takePicture(page, 'verifier-knew');

  await hover.getByText("Show in the verifier's log").click();
  await tab(LOG).waitFor({ timeout: STEP_MS });
  const current = group.locator('.view-line');
  await current
    .filter({ hasText: /^;\s\*count\s\+=\s1;/ })
    .first()
    .waitFor();
  const marked = await position.innerText();

  await page.keyboard.press('Alt+F8');
  await expect.poll(() => position.innerText()).not.toBe(marked);
  await takePicture(page, 'verifier-log');

  await page.keyboard.press('F12');
  await tab(MAIN).waitFor({ timeout: STEP_MS });
  await expect.poll(() => position.innerText()).toMatch(new RegExp(`^Ln ${refusedLine}, `));
});
