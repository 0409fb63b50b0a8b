/** The kernel log and what BPF programs print, as a user reads them: filter, find, links, themes, keys. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { violationsOf } from '../harness/axe';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const LAB_BOOT_MS = 150_000;
const NAME = 'talks';
const MAIN = `${NAME}.bpf.c`;
const THEMES = [
  ['Light Modern', 'vscode-light'],
  ['Dark High Contrast', 'vscode-high-contrast'],
  ['Dark Modern', 'vscode-dark'],
] as const;

/** Prints a little, then says that it is enough. */
const STATEMENTS = `	static u64 woken;
	u64 count = __sync_fetch_and_add(&woken, 1);

	if (count % 8 == 0)
		bpf_printk("woke %llu tasks <b>so far</b>", count);
	if (count > 60)
		scx_bpf_error("woke %llu, and that is enough", count);
`;

let session: UserSession;
let source = '';
beforeAll(async () => {
  session = await startUserSession();
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
  const path = join(session.folder, NAME, MAIN);
  source = readFileSync(path, 'utf8').replace(
    /^s32 BPF_STRUCT_OPS\(\w+_select_cpu.*\n\{\n/m,
    (head) => head + STATEMENTS,
  );
  writeFileSync(path, source);
}, 60_000);
afterAll(() => session.end());

const lineOf = (text: string) => source.split('\n').findIndex((line) => line.includes(text)) + 1;

it('shows why a scheduler ended, and leads to its line', { timeout: 6 * 60_000 }, async () => {
  const { page, command, pick, openFile, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'kernel log'));
  const position = (line: number) =>
    page.locator('.statusbar-item').filter({ hasText: `Ln ${line}, ` });
  await openFile(MAIN);
  await command('SCX: Select Target');
  await pick('lab');
  await command('SCX: Show Kernel Log');
  const log = await webview('The kernel log is shown once');
  await log.getByRole('button', { name: 'Connect' }).click();
  await log.getByText(/\d rows/).waitFor({ timeout: LAB_BOOT_MS });
  await page.locator('.editor-actions').getByRole('button', { name: 'Load', exact: false }).click();

  const subject = log.getByRole('combobox', { name: 'Subject of rows' });
  await subject.selectOption('disabled');
  const ended = log.getByRole('row').filter({ hasText: 'disabled (scx_bpf_error)' });
  await ended.waitFor({ timeout: LAB_BOOT_MS });
  await subject.selectOption('error');
  await log.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await takePicture(page, 'kernel-log');

  await log.getByRole('button', { name: `${MAIN}:${lineOf('scx_bpf_error')}` }).click();
  await position(lineOf('scx_bpf_error')).waitFor();
  await log
    .getByRole('row')
    .filter({ hasText: `_${NAME}_select_cpu+` })
    .locator('.source')
    .click();
  await position(lineOf('BPF_STRUCT_OPS(talks_select_cpu')).waitFor();

  await log.getByRole('grid').focus();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('that is enough');
  await page.keyboard.press('Enter');
  await log.locator('.row.active').filter({ hasText: 'that is enough' }).waitFor();
  await log.getByRole('grid').focus();
  await page.keyboard.press('Enter');
  await log.getByRole('button', { name: `Open ${MAIN}` }).waitFor();

  await command('SCX: Show BPF Output');
  const output = await webview(/so far/);
  await output.getByRole('combobox', { name: 'Programs shown' }).selectOption(`${NAME}_select_cpu`);
  await output.getByText('woke 8 tasks <b>so far</b>').dblclick();
  await output.getByRole('button', { name: `Open bpf_printk() in ${NAME}_select_cpu` }).click();
  await position(lineOf('bpf_printk')).waitFor();
  const printed = output.getByText(/so far/).and(output.locator('.text'));
  expect(new Set(await printed.allTextContents()).size).toBe(await printed.count());
  await takePicture(page, 'bpf-output');

  for (const [theme, kind] of THEMES) {
    await command('Preferences: Color Theme');
    await session.workbench.answer(theme);
    for (const [title, panel] of [
      ['BPF Output', output],
      ['Kernel Log', log],
    ] as const) {
      await command(`SCX: Show ${title}`);
      await expect.poll(() => panel.getAttribute('data-vscode-theme-kind')).toBe(kind);
      // Colours follow the theme's name a moment later.
      await expect.poll(() => violationsOf(panel), { timeout: 5000 }).toEqual([]);
      await takePicture(page, `${title} ${theme}`);
    }
  }
});
