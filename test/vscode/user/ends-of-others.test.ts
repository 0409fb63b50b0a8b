/** A scheduler that somebody loaded past this window ends: one notification, one report, its line in Problems. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { READERS } from '../../lab/kmsg-readers';
import { until } from '../../lab/lab-target';
import { openConnection, type OpenConnection } from '../../lab/open-connection';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const KERNEL = '6.18';
const TARGET = `lab:${KERNEL}`;
const NAME = 'outside';
const BOOT_MS = 150_000;
const STEP_MS = 60_000;
const SAID = 'told to end';
const STATEMENTS = `	if (is_over)
		scx_bpf_error("${SAID}");
`;

let session: UserSession;
let lab: OpenConnection;
let source = '';
beforeAll(async () => {
  const started = await runScxStudio('lab', 'start', KERNEL, '--keep', '--json');
  const { ssh } = JSON.parse(started) as { ssh: [string, ...string[]] };
  session = await startUserSession();
  lab = await openConnection(ssh, dirname(session.folder));
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
  await prepareObject();
}, 2 * BOOT_MS);
afterAll(async () => {
  lab.close();
  await session.end();
  await runScxStudio('lab', 'stop', KERNEL);
});

/** Ends itself as soon as it is told to. */
async function prepareObject(): Promise<void> {
  const path = join(session.folder, NAME, `${NAME}.bpf.c`);
  source = readFileSync(path, 'utf8').replace(
    /^void BPF_STRUCT_OPS\(\w+_enqueue.*\n\{\n/m,
    (head) => `bool is_over SEC(".bss.over");\n\n${head}${STATEMENTS}`,
  );
  writeFileSync(path, source);
  const built = await runScxStudio('build', path, '--target', TARGET, '--json');
  const { object } = JSON.parse(built) as { object: string };
  await lab.send(readFileSync(object), 'cat >/tmp/outside.o');
}

const register = () =>
  lab.shell('bpftool struct_ops register /tmp/outside.o /sys/fs/bpf/outside >&2');
/** And takes away what is left of it. */
const tellToEnd = () =>
  lab.shell(`bpftool map update name .bss.over key 0 0 0 0 value 1
until grep -q disabled /sys/kernel/sched_ext/state; do sleep 0.1; done; rm -r /sys/fs/bpf/outside`);
const readers = async () => (await lab.shell(READERS)).split('\n').filter((line) => line !== '');
/** Cuts every connection to the lab but the one that asks. */
const cutOthers = () =>
  lab.shell(`own=$$; while [ $own -gt 1 ]; do kept="$kept $own"; own=$(awk '/^PPid/ {print $2}' /proc/$own/status); done
for pid in $(pidof sshd); do case " 1 $kept " in *" $pid "*) ;; *) kill $pid ;; esac; done`);

it(
  'is said once, whatever is open and however often the log is read',
  { timeout: 6 * 60_000 },
  async () => {
    const { page, command, pick, openFile, problems, webview, notification } = session.workbench;
    onTestFailed(() => takeFailure(page, 'ends of others'));
    const threwOut = page
      .locator('.notification-list-item-message')
      .filter({ hasText: `The kernel threw ${NAME} out on ${TARGET}` });
    const expectOnce = async () => {
      await threwOut.first().waitFor({ timeout: STEP_MS });
      expect(await threwOut.count()).toBe(1);
      expect(await threwOut.innerText()).toContain(SAID);
    };
    const endOnce = async () => {
      await register();
      await (await webview(NAME)).getByRole('heading', { name: NAME }).waitFor();
      expect(await readers()).toHaveLength(1);
      await tellToEnd();
      await expectOnce();
    };
    /** No view follows anything. */
    const endHidden = async () => {
      await until(readers, (all) => all.length === 1, BOOT_MS / 1000);
      await register();
      await tellToEnd();
      await expectOnce();
      await until(readers, (all) => all.length === 1); // Its report has been read.
      await command('Notifications: Show Notifications');
      await threwOut.first().waitFor();
      await takePicture(page, 'ends-of-others hidden');
      expect(await threwOut.count()).toBe(1);
      await command('Notifications: Clear All Notifications');
    };
    const line = source.split('\n').findIndex((text) => text.includes('scx_bpf_error')) + 1;

    await register();
    await tellToEnd(); // Before anything is followed: history.
    await openFile(`${NAME}.bpf.c`);
    await command('SCX: Select Target');
    await pick(TARGET);
    await command('SCX: Connect to Target');
    await endHidden();

    await command('SCX: Show Status');
    const status = await webview('No scheduler loaded');
    const marks = status.getByRole('list', { name: 'Marks' }).getByText(`${NAME} ended`);
    await marks.nth(1).waitFor();
    expect(await threwOut.count()).toBe(0);
    await endOnce();
    await takePicture(page, 'ends-of-others');
    await page.getByRole('button', { name: 'Show Report' }).first().click();
    const report = await webview(new RegExp(`${NAME} ended on ${TARGET}`));
    expect(await report.innerText()).toContain(SAID);
    await report
      .getByRole('button', { name: `${NAME}.bpf.c:${line}` })
      .first()
      .waitFor();
    const rows = (await problems()).filter({ hasText: SAID });
    await rows.first().waitFor();
    expect(await rows.count()).toBe(1);

    await command('Notifications: Clear All Notifications');
    await command('SCX: Show Kernel Log');
    const log = await webview(/\d rows/);
    await log.getByRole('searchbox', { name: 'Filter' }).fill('disabled (scx_bpf_error)');
    await log.getByText('disabled (scx_bpf_error)').nth(2).waitFor();
    await endOnce();

    await command('Notifications: Clear All Notifications');
    await cutOthers();
    await log.getByRole('button', { name: 'Connect' }).click();
    await status
      .getByRole('heading', { name: 'No scheduler loaded' })
      .waitFor({ timeout: STEP_MS });
    await command('Notifications: Clear All Notifications');
    await endOnce();
    await command('SCX: Show Last Report');
    await notification('No scheduler').waitFor({ state: 'hidden' });

    await command('Notifications: Clear All Notifications');
    await command('View: Show Explorer');
    await command('View: Hide Panel');
    await endHidden();
  },
);
