/**
 * What is watched goes on by itself when a target is back: costs of callbacks and BPF output, without a trace between;
 * and ends of schedulers, with every view hidden.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { countedRuns } from '../../lab/counted-programs';
import { openFaultyLab, type FaultyLab } from '../../lab/faults/faulty-lab';
import { letLabsReboot } from '../../lab/faults/rebooting-lab';
import { READERS } from '../../lab/kmsg-readers';
import { until } from '../../lab/lab-target';
import { openConnection, type OpenConnection } from '../../lab/open-connection';
import { scheduler } from '../../lab/schedulers';
import { takeFailure, takePicture } from '../harness/screenshots';
import { startUserSession, type UserSession } from '../harness/user-session';

const NAME = 'talks';
const BOOT_MS = 150_000;
const STEP_MS = 60_000;
/** The window tries again after 1, 2, 4 … s. */
const BACK_WITHIN_S = 120;
const TALKS = scheduler(NAME, {
  more: `bool is_over SEC(".bss.over");

s32 BPF_STRUCT_OPS(talks_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	if (is_over)
		scx_bpf_error("told to end");
	bpf_printk("woke %s", p->comm);
	return prev_cpu;
}
`,
  members: '.select_cpu = (void *)talks_select_cpu,',
});

let lab: FaultyLab;
let session: UserSession;
/** Past the network that breaks; another one after a reboot. */
let guest: OpenConnection;
let object: Buffer;
beforeAll(async () => {
  const asBefore = letLabsReboot();
  lab = await openFaultyLab('6.18');
  asBefore();
  const { PATH = '' } = lab.person('anna').env;
  session = await startUserSession({ settings: { 'scx.target': 'testbox' }, env: { PATH } });
  writeFileSync(join(session.folder, `${NAME}.bpf.c`), TALKS);
  const source = lab.write(`${NAME}.bpf.c`, TALKS);
  const built = await lab.run([
    'build',
    source,
    '--json',
    `--flag=-I${join(lab.folder, 'include')}`,
  ]);
  object = readFileSync((JSON.parse(built.stdout) as { object: string }).object);
  await reach('first');
}, 3 * BOOT_MS);
afterAll(async () => {
  guest.close();
  await session.end();
  await lab.close();
});

const answers = () =>
  // A machine that is just starting takes connections and says nothing.
  promisify(execFile)(lab.ssh[0], [...lab.ssh.slice(1), 'true'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );

/** Connects to the lab and loads the scheduler there, past all windows. */
async function reach(boot: string): Promise<void> {
  const folder = join(lab.folder, `${boot} boot`);
  mkdirSync(folder, { recursive: true });
  guest = await openConnection(lab.ssh, folder);
  await guest.send(object, 'cat >/tmp/talks.o');
  await guest.shell('bpftool struct_ops register /tmp/talks.o /sys/fs/bpf/outside >&2');
}

/** A task of that name wakes up some times. */
const wake = (name: string) =>
  guest.shell(`sh -c 'echo ${name} >/proc/$$/comm; for i in 1 2 3 4 5 6 7 8; do sleep 0.05; done'`);
/** What of ours reads costs and prints there, by what is another one each time. */
const readers = async () => {
  const found = await guest.shell(`read -r boot </proc/sys/kernel/random/boot_id
ps -o pid,args | awk '/[p]erl -e/ { print "cost", $1 }' | sed "s/$/ $boot/"
ls /sys/kernel/tracing/instances | sed -n "s/^scx-studio-.*/& $boot/p"`);
  return found.split('\n').filter((line) => line !== '');
};
const watchers = async () => (await guest.shell(READERS)).split('\n').filter((line) => line !== '');
const isOff = async () => {
  expect(await until(readers, (left) => left.length === 0, BACK_WITHIN_S)).toEqual([]);
  expect(await countedRuns(guest)).toBe(0);
};

it('after a cut connection and a reboot', { timeout: 8 * 60_000 }, async () => {
  const { page, command, webview } = session.workbench;
  onTestFailed(() => takeFailure(page, 'goes on'));
  await command('SCX: Show Status');
  const status = await webview('The state of the scheduler is shown once');
  await status.getByRole('button', { name: 'Connect' }).click();
  await status.getByRole('heading', { name: NAME }).waitFor({ timeout: BOOT_MS });
  await command('SCX: Measure Callback Cost');
  await command('SCX: Show BPF Output');
  const output = await webview(/woke/);
  const cost = status
    .getByRole('table', { name: 'Callback cost' })
    .getByRole('row', { name: new RegExp(`${NAME}_select_cpu`) });

  /** Whatever came behind it: the list shows what fits. */
  const printed = async (text: string) => {
    await output.getByRole('searchbox', { name: 'Filter' }).fill(text);
    await output.getByText(text).first().waitFor({ timeout: STEP_MS });
  };
  /** Both are read anew, and what is shown moves. */
  const expectBoth = async (name: string, before: readonly string[]) => {
    const now = await until(
      readers,
      (found) => found.length === 2 && !found.some((one) => before.includes(one)),
      BACK_WITHIN_S,
    );
    await wake(name);
    await printed(`woke ${name}`);
    await cost.waitFor({ timeout: STEP_MS });
    const shown = await cost.innerText();
    await expect.poll(() => cost.innerText(), { timeout: STEP_MS }).not.toBe(shown);
    expect(await countedRuns(guest)).toBeGreaterThan(0);
    return now;
  };

  const first = await expectBoth('before', []);
  lab.network.freeze(); // Or it would be back at once.
  lab.network.cut();
  await isOff();
  lab.network.thaw();
  const second = await expectBoth('cut', first);
  await takePicture(page, 'goes-on cut');

  await guest.shell('(sleep 0.2; echo b >/proc/sysrq-trigger) >/dev/null 2>&1 </dev/null &');
  guest.close();
  await until(answers, (isUp) => isUp, BACK_WITHIN_S);
  await reach('second');
  await status.getByRole('heading', { name: NAME }).waitFor({ timeout: BACK_WITHIN_S * 1000 });
  await expectBoth('rebooted', second);
  await printed('The target was started anew');
  await takePicture(page, 'goes-on rebooted');

  await command('SCX: Stop Measuring Callback Cost');
  await cost.waitFor({ state: 'hidden' });
  await command('View: Toggle Panel Visibility');
  await isOff();

  await command('View: Show Explorer');
  await command('Notifications: Clear All Notifications');
  await until(watchers, (all) => all.length === 1);
  lab.network.freeze();
  lab.network.cut();
  await until(watchers, (all) => all.length === 0, BACK_WITHIN_S);
  await guest.shell('bpftool map update name .bss.over key 0 0 0 0 value 1');
  lab.network.thaw();
  const threwOut = page
    .locator('.notification-list-item-message')
    .filter({ hasText: `The kernel threw ${NAME} out on testbox` });
  await threwOut.first().waitFor({ timeout: BACK_WITHIN_S * 1000 });
  await until(watchers, (all) => all.length === 1);
  await command('Notifications: Show Notifications');
  await threwOut.first().waitFor();
  await takePicture(page, 'goes-on ended');
  expect(await threwOut.count()).toBe(1);
  await isOff(); // What the user has ended does not come back with the connection.
});
