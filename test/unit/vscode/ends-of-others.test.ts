/** Ends that this window did not bring about: one notification, one report, findings at the source. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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
  const session = {
    connection: {
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
  const connect = (host: FakeHost) => {
    const facts = { kernelRelease: '6.18.1' } as never;
    now.state = { kind: 'connected', host: host as unknown as ConnectedHost, facts };
    changed.fire();
  };
  return { now, connect, ended, warn, update, reports, owned };
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
