/** Ends that this window did not bring about: one notification, one report, findings at the source. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TargetFacts } from '../../../extension/core/sched-ext/target';
import type { ConnectedHost, ConnectionState } from '../../../extension/vscode/session/connection';
import type { Loaded, LoadedEnd } from '../../../extension/vscode/session/active-run';
import type { Session } from '../../../extension/vscode/session/session';
import { followKernelLog } from '../../../extension/workflows/observe/kernel-log';
import { LogCursor } from '../../../extension/workflows/observe/log-cursor';
import { EventEmitter } from '../../fakes/event-emitter';
import { reportOf } from '../../fakes/exit-reports';
import { createFakeHost, type FakeHost } from '../../fakes/fake-host';

const TEXTS: Record<string, string> = {
  '/w/lazy.bpf.c': 'SCX_OPS_DEFINE(lazy_ops, .name = "lazy");\n',
  '/w/other.bpf.c': 'SCX_OPS_DEFINE(other_ops, .name = "other");\n',
};
vi.mock('vscode', () => ({
  EventEmitter,
  workspace: { findFiles: () => Promise.resolve(Object.keys(TEXTS).map((fsPath) => ({ fsPath }))) },
}));
const { EndsOfOthers } = await import('../../../extension/vscode/exit-report/ends-of-others');
const { createExitReports } = await import('../../../extension/vscode/session/exit-reports');
const { Disposables } = await import('../../../extension/vscode/api/disposables');

const TARGET = { kind: 'ssh', id: 'box', destination: 'box' } as const;
const START = ['boot one', 'uptime 9.5 3.0'];
const ENABLED = '6,20,20000000,-;sched_ext: BPF scheduler "lazy" enabled';
const DISABLED = '6,21,21000000,-;sched_ext: BPF scheduler "lazy" disabled (scx_bpf_error)';
const WHY = '6,22,22000000,-;sched_ext: lazy: lazy.bpf.c:1: enough';
const UNKNOWN = '6,30,30000000,-;sched_ext: BPF scheduler "unknown" disabled (runtime error)';
const OWN_LINE = '[   21.000000] sched_ext: BPF scheduler "lazy" disabled (scx_bpf_error)';

function window() {
  const changed = new EventEmitter<void>();
  const ended = new EventEmitter<LoadedEnd>();
  const now: { state: ConnectionState; loaded: Loaded | null } = {
    ...{ state: { kind: 'idle' }, loaded: null },
  };
  const warn = vi.fn();
  const update = vi.fn();
  const reports = createExitReports();
  const owned = new Disposables();
  const files = {
    readText: (path: string) => Promise.resolve(TEXTS[path] ?? null),
    exists: (path: string) => Promise.resolve(path in TEXTS),
  };
  const lost = vi.fn(() => {
    now.state = { kind: 'lost' } as ConnectionState;
    changed.fire();
  });
  const session = {
    connection: {
      lost,
      get state() {
        return now.state;
      },
      onDidChange: changed.event,
    },
    run: {
      get loaded() {
        return now.loaded;
      },
      onDidEnd: ended.event,
    },
    activities: { stageOf: () => null },
    ...{ reports, owned, notifications: { warn }, results: { update } },
    context: () => Promise.resolve({ files }),
  } as unknown as Session;
  owned.add(new EndsOfOthers(session));
  const connect = (host: FakeHost, more: Partial<TargetFacts> = {}) => {
    const facts = {
      kernelRelease: '6.18.1',
      privilege: 'root',
      hasSchedExt: true,
      ...more,
    } as never;
    now.state = { kind: 'connected', host: host as unknown as ConnectedHost, facts };
    changed.fire();
  };
  return { now, connect, ended, warn, update, reports, owned, lost };
}

const hostWith = (lines: readonly string[]) =>
  createFakeHost(
    {
      log: { lines: [...START, ...lines], end: 'held' },
      status: { lines: ['uptime 30.0', 'end'] },
    },
    TARGET,
  );
const follow = (host: FakeHost) =>
  followKernelLog(host, { cursor: new LogCursor(), history: true, onRecord: () => undefined });

let opened: ReturnType<typeof window>;
beforeEach(() => {
  opened = window();
});
afterEach(() => {
  opened.owned.dispose();
});

it('are said once with a report, and found in the one source of that name', async () => {
  const { connect, warn, update, reports } = opened;
  const before = hostWith([ENABLED, DISABLED, WHY]);
  connect(before);
  const views = [follow(before), follow(before)];
  await vi.waitFor(() => {
    expect(warn).toHaveBeenCalledTimes(1);
  }, 5000);
  const { last } = reports;
  for (const view of views) view.end();
  const after = hostWith([ENABLED, DISABLED, WHY, UNKNOWN]); // The connection is back.
  connect(after);
  follow(after);
  await vi.waitFor(() => {
    expect(warn).toHaveBeenCalledTimes(2);
  }, 5000);
  await vi.waitFor(() => {
    expect(update).toHaveBeenCalled();
  });
  expect(warn.mock.calls).toMatchObject([
    [
      'The kernel threw lazy out on box: The scheduler "lazy" called scx_bpf_error() and was taken out: enough',
      { title: 'Show Report', command: 'scx.showReport' },
    ],
    [expect.stringMatching(/^The kernel did not start unknown on box: /), {}],
  ]);
  expect(last?.report).toMatchObject({
    ...{ ops: 'lazy', kernel: '6.18.1', subject: '/w/lazy.bpf.c', hasRun: true },
    exit: { reason: 'scx_bpf_error', message: 'lazy.bpf.c:1: enough' },
  });
  expect(update).toHaveBeenCalledTimes(1);
  expect(update.mock.calls[0]).toMatchObject([
    '/w/lazy.bpf.c',
    { run: { findings: [{ code: 'run/bpf-error', file: '/w/lazy.bpf.c', line: 1 }] } },
  ]);
});

it('are left to the run of this window whose report tells of them', async () => {
  const { connect, warn, reports } = opened;
  const other = '6,30,30000000,-;sched_ext: BPF scheduler "other" disabled (runtime error)';
  reports.add({ report: reportOf({ target: 'box', log: [OWN_LINE] }), object: null });
  const host = hostWith([ENABLED, DISABLED, WHY, other]);
  connect(host);
  follow(host);
  await vi.waitFor(() => {
    expect(warn).toHaveBeenCalled();
  }, 5000);
  expect(warn.mock.calls.map(([text]) => String(text).split(':')[0])).toEqual([
    'The kernel did not start other on box',
  ]);
});

const loaded = (ops: string) =>
  ({ targetId: 'box', run: { ops }, object: null }) as unknown as Loaded;

it('are said of what this window has kept, and of another one than it runs', async () => {
  const { now, connect, ended, warn } = opened;
  now.loaded = loaded('mine');
  ended.fire({ loaded: loaded('lazy'), end: { kind: 'kept' } });
  const host = hostWith([DISABLED, WHY]);
  connect(host);
  follow(host);
  await vi.waitFor(() => {
    expect(warn).toHaveBeenCalledTimes(1);
  }, 5000);
  expect(warn.mock.calls[0]?.[0]).toMatch(/^The kernel did not start lazy on box: /);
});

it('are heard of with no view open, by a session that passes on nothing else', async () => {
  const { connect, warn, lost } = opened;
  const host = hostWith([ENABLED, DISABLED, WHY]);
  connect(host);
  await vi.waitFor(() => {
    expect(warn).toHaveBeenCalledTimes(1);
  }, 8000);
  const logs = () => host.calls.filter(({ script }) => script === 'log');
  expect(logs().map(({ options }) => options.args)).toEqual([
    ['only', 'sched_ext: BPF '],
    undefined,
  ]);
  await vi.waitFor(() => {
    expect(logs()).toHaveLength(3); // It goes on, and has nothing new to tell.
  }, 3000);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(lost).not.toHaveBeenCalled();
});

it('are told of when the connection is back, where it went before their report was read', async () => {
  const { connect, warn, lost } = opened;
  const cut = { kind: 'problem', problem: { code: 'connection-lost' } } as never;
  const log = { lines: [...START, ENABLED, DISABLED, WHY], end: 'held' } as const;
  const box = createFakeHost({ log, status: { end: cut } }, TARGET);
  connect(box);
  await vi.waitFor(() => {
    expect(lost).toHaveBeenCalledTimes(1);
  }, 5000);
  expect(warn).not.toHaveBeenCalled();
  connect(hostWith([ENABLED, DISABLED, WHY]));
  await vi.waitFor(() => {
    expect(warn).toHaveBeenCalledTimes(1);
  }, 8000);
});

it('are not looked for where there is no sched_ext', async () => {
  const host = hostWith([]);
  opened.connect(host, { hasSchedExt: false });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(host.calls).toEqual([]);
});

it('have a report when the log was flooded before it could be read', async () => {
  const { connect, warn } = opened;
  const flood = Array.from({ length: 9 }, (_, at) => `6,${at + 900},${at + 30}000000,-;eth0: down`);
  const readings = [[ENABLED, DISABLED]];
  const host = createFakeHost(
    {
      get log() {
        return { lines: [...START, ...(readings.pop() ?? flood)], end: 'held' } as const;
      },
      status: { lines: ['uptime 30.0', 'end'] },
    },
    TARGET,
  );
  connect(host);
  await vi.waitFor(() => {
    expect(warn).toHaveBeenCalledTimes(1);
  }, 5000);
  expect(warn.mock.calls[0]?.[0]).toMatch(/^The kernel threw lazy out on box: /);
});
