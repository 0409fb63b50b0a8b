/**
 * A hostile repository in Restricted Mode: its settings, tasks and files run nothing, while logs and
 * sources can be read. The programs that SCX Studio would use are traps on the PATH.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed, vi } from 'vitest';
import { takeFailure, takePicture } from '../harness/screenshots';
import { startUserSession, type UserSession } from '../harness/user-session';

const TRAPS = ['clang', 'clang-19', 'llvm-strip', 'ssh', 'ssh-keygen', 'bpftool', 'sudo', 'make'];
const FIXTURES = new URL('../../fixtures/', import.meta.url).pathname;
const PATIENCE_MS = 20_000;
const REFUSAL_MS = 4000;

let traps: string;
let session: UserSession;
beforeAll(async () => {
  traps = mkdtempSync(join(tmpdir(), 'scx-studio-traps-'));
  const trap = `#!/bin/sh\necho "$0 $*" >>'${traps}/marks'\n`;
  for (const name of TRAPS) {
    writeFileSync(join(traps, name), trap);
    chmodSync(join(traps, name), 0o755);
  }
  session = await startUserSession({
    env: { PATH: [traps, process.env['PATH']].join(delimiter) },
    settings: {
      'scx.target': 'user-chose-this',
      'security.workspace.trust.startupPrompt': 'never',
    },
    trust: true,
    files: (folder) => {
      fillWithTraps(folder, join(traps, 'clang'));
    },
  });
});
afterAll(async () => {
  await session.end();
  rmSync(traps, { recursive: true });
});

function fillWithTraps(folder: string, trap: string): void {
  mkdirSync(join(folder, '.vscode'));
  const settings = {
    'scx.target': 'evil.example',
    'scx.targets': ['evil.example', '-oProxyCommand=evil'],
    'scx.clang.path': trap,
    'scx.clang.extraFlags': [`-fplugin=${trap}`],
    'scx.verifyOnSave': true,
    'scx.build.where': 'here',
    'scx.lease.seconds': 3600,
    'task.allowAutomaticTasks': 'on',
  };
  const task = { type: 'scx', task: 'load', source: 'evil.bpf.c', target: 'evil.example' };
  const shell = { label: 'shell', type: 'shell', command: trap };
  const build = { label: 'build', type: 'scx-project', tool: 'make' };
  const tasks = [{ ...task, label: 'evil' }, build, shell].map((one) => ({
    ...one,
    runOptions: { runOn: 'folderOpen' },
  }));
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
  writeFileSync(join(folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks }));
  writeFileSync(join(folder, '.clangd'), `CompileFlags:\n  Compiler: ${trap}\n`);
  writeFileSync(join(folder, 'Makefile'), `$(shell ${trap})\nall:\n\t${trap}\n`);
  cpSync(join(FIXTURES, 'schedulers/null-pointer.bpf.c'), join(folder, 'evil.bpf.c'));
  cpSync(join(FIXTURES, 'verifier/6.18/null-pointer.log'), join(folder, 'evil.verifier-log'));
}

const marks = (): string => {
  try {
    return readFileSync(join(traps, 'marks'), 'utf8');
  } catch {
    return '';
  }
};

it('writes a CI workflow, for which nothing is run, and replaces no other one unasked', async () => {
  const { page, command, pick, notification } = session.workbench;
  onTestFailed(() => takeFailure(page, 'ci workflow'));
  await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
  const file = join(session.folder, '.github/workflows/scx-studio.yml');
  const written = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const rowOf = (kernel: string) =>
    page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: page.getByText(kernel, { exact: true }) });
  const tick = async (kernel: string) => {
    await rowOf(kernel).getByRole('checkbox').first().click();
    await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
  };

  await command('SCX: Add CI Workflow');
  await rowOf('Newest').getByRole('checkbox', { checked: true }).first().waitFor();
  await takePicture(page, 'ci-workflow-kernels');
  await tick('Linux 6.18');
  await pick('Build and verify');
  await page.locator('.tab.active').filter({ hasText: 'scx-studio.yml' }).waitFor();
  expect(written()).toContain("kernel: ['6.18', 'newest']");
  expect(written()).not.toContain('name: Load');
  await takePicture(page, 'ci-workflow');

  await command('SCX: Add CI Workflow');
  await tick('Linux 6.18'); // It was ticked, since the workflow has it.
  await pick('Build, verify, and load for 30 s');
  await page.locator('.tab.active').filter({ hasText: 'now ↔ proposed' }).waitFor();
  await notification('is there already, with other content').waitFor();
  await takePicture(page, 'ci-workflow-differs');
  expect(written()).toContain("kernel: ['6.18', 'newest']");
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect.poll(written, { timeout: PATIENCE_MS }).toContain("kernel: ['newest']");
  expect(written()).toContain('name: Load');
  await page.locator('.tab.active').filter({ hasNotText: 'proposed' }).waitFor();
  expect(marks()).toBe('');
});

it('runs nothing of an untrusted workspace, and shows its files', async () => {
  const { page, command, openFile, notification, tree } = session.workbench;
  onTestFailed(() => takeFailure(page, 'restricted mode'));
  await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();

  await openFile('evil.bpf.c');
  await page.locator('.statusbar-item').filter({ hasText: 'user-chose-this' }).waitFor();
  await tree('Schedulers').filter({ hasText: 'evil.bpf.c' }).first().waitFor();
  const refused = notification('the workspace is in Restricted Mode');
  const steps = ['Connect to Target', 'Build', 'Verify', "Use Object of Project's Build…"];
  for (const step of [...steps, 'Check Target'].map((name) => `SCX: ${name}`)) {
    // A palette that filters late moves its rows under the click: then it is asked again.
    const ask = () => command(step).then(() => refused.waitFor({ timeout: REFUSAL_MS }));
    await vi.waitFor(ask, { timeout: PATIENCE_MS });
    await command('Notifications: Clear All Notifications');
    await refused.waitFor({ state: 'hidden' });
  }
  await page.locator('.editor-instance .monaco-editor').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n');
  await page.keyboard.press('Control+S');
  await page.locator('.tab.active:not(.dirty)').waitFor();

  await openFile('evil.verifier-log');
  const refusal = page.locator('.view-line').filter({ hasText: 'invalid mem access' }).first();
  await command('SCX: Next Error in Verifier Log');
  await refusal.waitFor({ timeout: PATIENCE_MS });
  const coloured = refusal.locator('span > span').first();
  expect(await coloured.getAttribute('class'), 'it is highlighted').toMatch(/\bmtk\d+/);
  await takePicture(page, 'restricted-mode');

  expect(marks()).toBe('');

  // The traps are ones: with trust the same step walks into them.
  await command('Workspaces: Manage Workspace Trust');
  await page.getByRole('button', { name: 'Trust', exact: true }).first().click();
  await page
    .locator('.statusbar-item')
    .filter({ hasText: 'Restricted Mode' })
    .waitFor({ state: 'hidden' });
  await command('SCX: Check Target');
  await expect.poll(marks, { timeout: PATIENCE_MS }).toMatch(/clang.*[^]*ssh|ssh.*[^]*clang/);
});
