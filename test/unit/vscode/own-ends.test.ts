/** Which ends in a kernel log are those of this window's runs. */
import { expect, it, vi } from 'vitest';
import type { Loaded, LoadedEnd } from '../../../extension/vscode/session/active-run';
import { EventEmitter } from '../../fakes/event-emitter';
import { reportOf } from '../../fakes/exit-reports';

vi.mock('vscode', () => ({ EventEmitter }));
const { OwnEnds } = await import('../../../extension/vscode/exit-report/own-ends');
const { createExitReports } = await import('../../../extension/vscode/session/exit-reports');

const TEXT = 'sched_ext: BPF scheduler "lazy" disabled (scx_bpf_error)';
const record = (second: number) => ({
  ...{ sequence: second, timeMicros: second * 1e6, level: 6, text: TEXT },
});
const report = (line: string) => ({
  report: reportOf({ target: 'box', log: [line] }),
  object: null,
});
const loaded = (ops: string) => ({ targetId: 'box', run: { ops } }) as unknown as Loaded;

function window() {
  const ended = new EventEmitter<LoadedEnd>();
  const changed = new EventEmitter<void>();
  const now: { loaded: Loaded | null; stage: string | null } = { loaded: null, stage: null };
  const reports = createExitReports();
  const own = new OwnEnds({
    run: {
      get loaded() {
        return now.loaded;
      },
      onDidEnd: ended.event,
    },
    activities: { stageOf: () => now.stage, onDidChange: changed.event },
    reports,
  } as never);
  return { ended, changed, now, reports, own };
}

it('are those that a report of it tells of, by their time', async () => {
  const { reports, own } = window();
  reports.add(report(`[   21.000000] ${TEXT}`));
  expect(await own.tell('box', 'lazy', record(22))).toBe(false);
  expect(await own.tell('elsewhere', 'lazy', record(21))).toBe(false);
  expect(await own.tell('box', 'lazy', record(21))).toBe(true);
});

it('are one for a report where the log has no times', async () => {
  const { reports, own } = window();
  reports.add(report(TEXT));
  expect(await own.tell('box', 'lazy', record(21))).toBe(true);
  expect(await own.tell('box', 'lazy', record(22))).toBe(false);
});

it('are known when the run is over, whose report comes later than the record', async () => {
  const { ended, now, reports, own } = window();
  now.loaded = loaded('lazy');
  const telling = own.tell('box', 'lazy', record(21));
  expect(await own.tell('box', 'another', record(21))).toBe(false);
  reports.add(report(`[   21.000000] ${TEXT}`));
  now.loaded = null;
  ended.fire({ loaded: loaded('lazy'), end: { kind: 'ended' } as never });
  expect(await telling).toBe(true);
});

it('are known when the load is over that the kernel refused', async () => {
  const { changed, now, reports, own } = window();
  now.stage = 'Loading';
  const telling = own.tell('box', 'lazy', record(21));
  now.stage = null;
  changed.fire();
  reports.add(report(`[   21.000000] ${TEXT}`));
  expect(await telling).toBe(true);
});

it('are no more those of a run that it has kept, of which it knows the source', async () => {
  const { ended, own } = window();
  const kept = loaded('lazy');
  ended.fire({ loaded: kept, end: { kind: 'kept' } });
  expect(await own.tell('box', 'lazy', record(21))).toBe(false);
  expect(own.leftOn('box', 'lazy')).toBe(kept);
  expect(own.leftOn('box', 'another')).toBeNull();
  ended.fire({ loaded: kept, end: { kind: 'unloaded' } });
  expect(own.leftOn('box', 'lazy')).toBeNull();
});
