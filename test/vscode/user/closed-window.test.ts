/** VS Code goes while a scheduler is loaded: the target takes it out by itself. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import type { VscodeServer } from '../../../scripts/vscode-server/server.mjs';
import { REPOSITORY } from '../../lab/lab-target';
import { launchBrowser } from '../harness/browser';
import { packagedExtension } from '../harness/packaged-extension';
import { takeFailure } from '../harness/screenshots';
import { startThrowawayServer } from '../harness/throwaway-server';
import { openWorkbench, type Workbench } from '../harness/workbench';

const LAB_BOOT_MS = 150_000;
/** Ten seconds of lease at the most, and what a busy machine adds. */
const GONE_MS = 20_000;

let folder: string;
let browser: Browser;
let server: VscodeServer;
let workbench: Workbench;
/** The lab is another process's: it stays when VS Code goes. */
const environment = () => ({ ...process.env, SCX_STUDIO_CACHE: join(folder, 'cache') });

async function scxStudio(...argv: string[]): Promise<string> {
  const program = join(REPOSITORY, 'dist/cli.js');
  const options = { cwd: folder, env: environment() };
  return (await promisify(execFile)(process.execPath, [program, ...argv], options)).stdout;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scx-closed-'));
  mkdirSync(join(folder, 'cache/lab'), { recursive: true });
  for (const part of ['kernels', 'root', 'accelerator.json']) {
    cpSync(join(REPOSITORY, '.cache/lab', part), join(folder, 'cache/lab', part), {
      recursive: true,
    });
  }
  mkdirSync(join(folder, 'work'));
  await scxStudio('lab', 'start', '--keep');
  await scxStudio('new', 'closing', '--folder', 'work');
  browser = await launchBrowser();
  server = await startThrowawayServer({ vsix: packagedExtension(), env: environment() });
  workbench = await openWorkbench(browser, server, join(folder, 'work'));
});

afterAll(async () => {
  await browser.close();
  await server.stop();
  await scxStudio('lab', 'stop');
  rmSync(folder, { recursive: true, force: true });
});

const state = async () =>
  (JSON.parse(await scxStudio('status', '--json')) as { state: string }).state;

it('takes the scheduler out when VS Code is killed', { timeout: 5 * 60_000 }, async () => {
  const { page, command, pick } = workbench;
  onTestFailed(() => takeFailure(page, 'closed window'));
  await command('SCX: Select Target');
  await pick('lab');
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-box input').fill('closing.bpf.c');
  await page.locator('.quick-input-list .monaco-list-row').first().click();
  await page.locator('.tab.active').filter({ hasText: 'closing.bpf.c' }).waitFor();
  await command('SCX: Load');
  await page
    .locator('.statusbar-item')
    .filter({ hasText: '· closing' })
    .waitFor({ timeout: LAB_BOOT_MS });
  expect(await state()).toBe('enabled');

  server.kill();
  await expect.poll(state, { timeout: GONE_MS, interval: 1000 }).toBe('disabled');
});
