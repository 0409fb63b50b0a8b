/** What ssh and sudo ask comes as inputs of VS Code: a real sshd whose users have passwords. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { startSshd, type Sshd } from '../../sshd/sshd';
import { takeFailure, takePicture } from '../harness/screenshots';
import { startUserSession, type UserSession } from '../harness/user-session';

const PASSWORD = `it's "open" $(now)`;
const CONNECTED = '.statusbar-item .codicon-vm-active';

let sshd: Sshd;
let session: UserSession;
beforeAll(async () => {
  sshd = await startSshd({ users: [{ name: 'dev', password: PASSWORD, sudo: 'asks' }] });
  const known = `UserKnownHostsFile "${join(sshd.folder, 'known')}"`;
  const key = [`IdentityFile "${sshd.key}"`, 'IdentitiesOnly yes'];
  const noKey = ['PubkeyAuthentication no'];
  const both = [
    sshd.configuration('asks', 'dev', [known, ...noKey]),
    sshd.configuration('key', 'dev', [known, ...key]),
  ];
  session = await startUserSession({ env: { PATH: withOwnConfiguration(sshd, both) } });
});
afterAll(async () => {
  await session.end();
  await sshd.stop();
});

/** A PATH whose ssh reads these files in place of the user's own. */
function withOwnConfiguration({ folder }: Sshd, files: readonly string[]): string {
  const main = join(folder, 'config');
  writeFileSync(main, files.map((file) => `Include "${file}"\n`).join(''));
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  writeFileSync(join(programs, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${main}' "$@"\n`);
  chmodSync(join(programs, 'ssh'), 0o755);
  return [programs, process.env['PATH']].join(delimiter);
}

it('asks for what ssh and sudo want to know, and connects again after a drop', async () => {
  const { page, command, answer, notification } = session.workbench;
  onTestFailed(() => takeFailure(page, 'questions'));
  const secret = page.locator('.quick-input-widget:visible input[type=password]');
  const input = page.locator('.quick-input-widget:visible');
  const select = async (target: string) => {
    await command('SCX: Select Target');
    await page.locator('.quick-input-box input').fill(target);
    await page.locator('.quick-input-list .monaco-list-row').first().click();
    await page.locator('.statusbar-item').filter({ hasText: target }).waitFor();
  };

  await select('asks');
  await command('SCX: Connect to Target');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.filter({ hasText: "can't be established" }).waitFor();
  expect(await dialog.innerText()).toContain('SHA256:');
  await takePicture(page, 'question-host-key');
  await dialog.getByRole('button', { name: 'Yes', exact: true }).click();
  await secret.waitFor();
  expect(await input.innerText()).toContain("dev@127.0.0.1's password:");
  await takePicture(page, 'question-password');
  await answer('wrong');
  await input.filter({ hasText: 'the last answer was not accepted' }).waitFor();
  await answer(PASSWORD);
  await page.locator(CONNECTED).waitFor();

  await command('SCX: Unload');
  await input.filter({ hasText: '[sudo] password for dev:' }).waitFor();
  await answer(PASSWORD);
  await notification('No scheduler is loaded.').waitFor();

  await select('key');
  await command('SCX: Connect to Target');
  await page.locator(CONNECTED).waitFor();
  endConnection('key');
  await page.locator('.statusbar-item .codicon-warning').waitFor();
  await page.locator(CONNECTED).waitFor();
});

/** Ends the shared connection to a host as a dropped line does: ssh dies, and nobody asked it to. */
function endConnection(host: string): void {
  const listing = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  const master = listing
    .split('\n')
    .find(
      (line) => line.includes(sshd.folder) && line.includes(' -M ') && line.includes(` ${host} `),
    );
  if (master === undefined) throw new Error(`no connection to ${host}:\n${listing}`);
  process.kill(Number.parseInt(master, 10), 'SIGKILL');
}
