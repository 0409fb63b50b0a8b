/** An error of the verifier beside the text it is about: its page, and what edits do to it. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { UNCHECKED_USE, withCounter } from '../harness/counting-scheduler';
import { goToLine, rewrite } from '../harness/editor';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const BOOT_MS = 150_000;
const NAME = 'nullable';
const MAIN = `${NAME}.bpf.c`;

let session: UserSession;
let broken = '';
beforeAll(async () => {
  session = await startUserSession();
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
  broken = withCounter(readFileSync(join(session.folder, NAME, MAIN), 'utf8'));
}, 60_000);
afterAll(() => session.end());

/** Moves to the start of a line (from 1) and types. */
async function typeAt(line: number, text: string): Promise<void> {
  const { page } = session.workbench;
  await page.locator('.editor-instance .monaco-editor').first().click();
  await goToLine(page, line);
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await page.keyboard.type(text);
}

it('is explained by a page, and goes with its line', { timeout: 3 * BOOT_MS }, async () => {
  const { page, command, pick, openFile, problems, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'findings'));
  await openFile(MAIN);
  await command('SCX: Select Target');
  await pick('lab:6.18');
  const line = broken.split('\n').indexOf(UNCHECKED_USE) + 1;
  await rewrite(page, broken, line);
  await page
    .locator('.monaco-editor .squiggly-error')
    .first()
    .waitFor({ timeout: 2 * BOOT_MS });
  const rows = await problems();
  const errors = rows.filter({ hasText: 'verifier/null-pointer' });
  const errorAt = (at: number) => errors.filter({ hasText: `[Ln ${at}, ` }).first();
  await errorAt(line).waitFor();

  await errorAt(line).locator('a').filter({ hasText: 'verifier/null-pointer' }).click();
  await webview(/Cause/);
  await takePicture(page, 'finding-page');
  await page.keyboard.press('Control+W');

  // Nothing is saved from here on, so there is no new verdict.
  await typeAt(1, '\n\n');
  await errorAt(line + 2).waitFor();
  expect(await errorAt(line).count()).toBe(0);
  await typeAt(line + 2, '/* now */');
  await errorAt(line + 2).waitFor({ state: 'detached' });
  await takePicture(page, 'finding-gone');

  await page.keyboard.press('Control+S');
  const clang = rows.filter({ hasText: 'clang/error' }).first();
  await clang.waitFor();
  rmSync(join(session.folder, NAME, MAIN));
  await clang.waitFor({ state: 'detached' });
});
