/**
 * What watching a scheduler costs VS Code: processor time of a real extension host, in which the packaged
 * extension holds a scheduler in a lab, with its views not yet opened, shown, and hidden.
 */
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { openConnection } from '../lab/open-connection';
import { runScxStudio, startUserSession, type UserSession } from '../vscode/harness/user-session';
import type { Measurement } from './measurement';
import { countReadings, readingsOf, shownWebviews } from './panel-readings';
import { descendantsOf, processorMs } from './processor-time';

const KERNEL = '6.18';
const TARGET = `lab:${KERNEL}`;
const NAME = 'watched';
const BOOT_MS = 150_000;
/** What a step sets off (scripts compiled, garbage collected, a whole kernel log read) is over by then. */
const SETTLE_MS = 15_000;
const SLICE_MS = 5000;
const SLICES = 10;
/** ssh takes longer to ask a lab anything: none of its processes goes unseen. */
const LOOK_MS = 200;

/** VS Code's own host looks through all of /proc for ports to forward, in bursts dearer than what is measured. */
const SETTINGS = { 'remote.autoForwardPortsSource': 'output' };

export async function extensionHost(): Promise<readonly Measurement[]> {
  const started = await runScxStudio('lab', 'start', KERNEL, '--keep', '--json');
  const { ssh } = JSON.parse(started) as { ssh: [string, ...string[]] };
  try {
    const session = await startUserSession({ settings: SETTINGS });
    try {
      await keepLogging(ssh, dirname(session.folder));
      await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
      await holdScheduler(session);
      return await watched(session);
    } finally {
      await session.end();
    }
  } finally {
    await runScxStudio('lab', 'stop', KERNEL);
  }
}

/** A record a second, as a machine that has something to say; it ends with the lab. */
async function keepLogging(ssh: [string, ...string[]], folder: string): Promise<void> {
  const lab = await openConnection(ssh, folder);
  await lab.shell(
    `setsid sh -c 'while sleep 1; do echo "the bench is here" >/dev/kmsg; done' >/dev/null 2>&1 </dev/null &`,
  );
  lab.close();
}

async function watched(session: UserSession): Promise<readonly Measurement[]> {
  const host = extensionHostProcess();
  const unopened = await spent(host);
  const views = await showAll(session);
  const shown = await spent(host, () => countReadings(views));
  const fewest = Math.min(...(await readingsOf(views)));
  await hideAll(session);
  const hidden = await spent(host);
  // A busy machine answers less often: its cost is that of one reading a second.
  const rate = Math.min(fewest / shown.seconds, 1);
  const beyondHidden = '1 % of a second, beyond the same host with them hidden';
  const beyondUnopened = '0.1 %, its noise, beyond the same host before they were opened';
  return [
    bound('views shown, extension host', (shown.ms - hidden.ms) / rate, 10, beyondHidden),
    bound('views hidden, extension host', hidden.ms - unopened.ms, 1, beyondUnopened),
    {
      ...bound(
        'views hidden, ssh processes',
        hidden.connections.size,
        3,
        'connection, lease, ends',
      ),
      unit: 'processes',
    },
  ];
}

function bound(name: string, value: number, reference: number, referenceName: string): Measurement {
  return { name, value, unit: 'ms', reference, referenceName, allowed: 1 };
}

async function holdScheduler({ workbench }: UserSession): Promise<void> {
  const { page, command, pick, openFile } = workbench;
  await openFile(`${NAME}.bpf.c`);
  await command('SCX: Select Target');
  await pick(TARGET);
  await command('SCX: Load');
  const running = page.locator('.statusbar-item').filter({ hasText: `· ${NAME}` });
  await running.waitFor({ timeout: BOOT_MS });
}

/** The Status view in the side bar and in an editor, and the kernel log. */
async function showAll({ workbench }: UserSession): Promise<readonly Locator[]> {
  for (const title of ['Show Status', 'Open Status in Editor', 'Show Kernel Log']) {
    await workbench.command(`SCX: ${title}`);
  }
  await workbench.webview(/\d rows/);
  return shownWebviews(workbench.page, 3);
}

async function hideAll({ workbench }: UserSession): Promise<void> {
  await workbench.command('View: Show Explorer');
  await workbench.command('View: Hide Panel');
  await workbench.openFile(`${NAME}.bpf.c`);
  await shownWebviews(workbench.page, 0);
}

function extensionHostProcess(): number {
  const [host, ...others] = descendantsOf(process.pid).filter(({ commandLine }) =>
    commandLine.includes('--type=extensionHost'),
  );
  if (host === undefined || others.length > 0) throw new Error('there is not one extension host');
  return host.pid;
}

interface Spent {
  readonly seconds: number;
  /** Of a processor, a second. */
  readonly ms: number;
  /** The ssh processes that it had in that time. */
  readonly connections: ReadonlySet<number>;
}

/** Without the dearest slice: once in a while V8 collects all garbage, of VS Code's own too. */
async function spent(host: number, begin = () => Promise.resolve()): Promise<Spent> {
  await sleep(SETTLE_MS);
  await begin();
  const connections = new Set<number>();
  const start = performance.now();
  const slices: number[] = [];
  for (let at = 0; at < SLICES; at += 1) slices.push(await slice(host, connections));
  const kept = slices.toSorted((one, other) => one - other).slice(0, -1);
  const ms = kept.reduce((sum, one) => sum + one, 0) / kept.length;
  return { seconds: (performance.now() - start) / 1000, ms, connections };
}

async function slice(host: number, connections: Set<number>): Promise<number> {
  const [before, start] = [processorMs(host), performance.now()];
  while (performance.now() < start + SLICE_MS) {
    for (const { pid, commandLine } of descendantsOf(host)) {
      if (/^\S*ssh /.test(commandLine)) connections.add(pid);
    }
    await sleep(LOOK_MS);
  }
  return (processorMs(host) - before) / ((performance.now() - start) / 1000);
}
