/** The Targets view with machines that are there, that are not, and many of them. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { startSshd, type Sshd } from '../../sshd/sshd';
import { takeFailure, takePicture } from '../harness/screenshots';
import { startUserSession, type UserSession } from '../harness/user-session';

const LONG = `a-machine-with-a-name-that-is-far-too-long-for-any-side-bar-${'x'.repeat(120)}`;
const NAMED = 200;
/** A menu of VS Code takes no click in its first 100 ms (seen in code-server 4.139): it may be the one that opened it. */
const MENU_DEAF_MS = 200;

let sshd: Sshd;
let session: UserSession;
beforeAll(async () => {
  sshd = await startSshd({ users: [{ name: 'dev' }] });
  const known = join(sshd.folder, 'known');
  writeFileSync(known, `[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`);
  const access = [`UserKnownHostsFile "${known}"`, `IdentityFile "${sshd.key}"`];
  const config = sshd.configuration('box', 'dev', access);
  const programs = join(sshd.folder, 'bin');
  mkdirSync(programs);
  writeFileSync(join(programs, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${config}' "$@"\n`);
  chmodSync(join(programs, 'ssh'), 0o755);
  const home = join(sshd.folder, 'home');
  mkdirSync(join(home, '.ssh'), { recursive: true });
  const hosts = Array.from({ length: NAMED }, (_, index) => `Host named-${index}`);
  writeFileSync(join(home, '.ssh/config'), ['Host *.pattern', ...hosts, ''].join('\n'));
  session = await startUserSession({
    settings: { 'scx.targets': ['nowhere.invalid', LONG] },
    env: { PATH: [programs, process.env['PATH']].join(delimiter), HOME: home },
  });
});
afterAll(async () => {
  await session.end();
  await sshd.stop();
});

it('lists, adds, chooses, opens and removes', { timeout: 4 * 60_000 }, async () => {
  const { page, command, answer, tree } = session.workbench;
  onTestFailed(() => takeFailure(page, 'targets'));
  const row = (text: string | RegExp) => tree('Targets').filter({ hasText: text }).first();

  await command('SCX Studio: Focus on Targets View');
  await row(/^local.*no sched_ext|^local.*6\./).waitFor();
  await row(/nowhere\.invalid.*no such host name/).waitFor();
  await takePicture(page, 'targets');

  await command('SCX: Add Target…');
  await answer('box');
  await row(/^box.*active.*no sched_ext/).waitFor();
  await page.locator('.statusbar-item').filter({ hasText: 'box' }).waitFor();
  expect(await tree('Targets').first().innerText()).toContain('box');

  await row('box').hover();
  await row('box').getByRole('button', { name: 'Open Terminal' }).click();
  await page
    .locator('.terminal-tabs-entry, .single-terminal-tab')
    .filter({ hasText: 'box' })
    .first()
    .waitFor();
  await takePicture(page, 'targets-terminal');

  await row(/^local/).hover();
  await row(/^local/)
    .getByRole('button', { name: 'Make Active' })
    .click();
  await row(/^local.*active/).waitFor();

  await row(/^box/).click({ button: 'right' });
  await page.waitForTimeout(MENU_DEAF_MS);
  await page.getByRole('menuitem', { name: 'Remove Target' }).click();
  await row(/^box/).waitFor({ state: 'detached' });

  await row('Hosts of the ssh configuration').click();
  await row(/named-0.*no such host name/).waitFor({ timeout: 60_000 });
  await takePicture(page, 'targets-many');
  await command('Preferences: Color Theme');
  await answer('Light High Contrast');
  await takePicture(page, 'targets-light-high-contrast');
});
