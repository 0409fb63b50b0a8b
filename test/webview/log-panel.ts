/** A log panel in a browser, and rows for it. */
import type { Browser, Locator, Page } from 'playwright-core';
import {
  SCHED_EXT_KINDS,
  type SchedExtKind,
  type ToKernelLogPanel,
} from '../../extension/contracts/kernel-log-messages';
import type { FromPanel } from '../../extension/contracts/panel';
import { logRows, numberedRows, type FakeRow } from '../fakes/log-rows';
import { openPanel, type PanelPageHandle } from './panel-page';
import type { Theme } from './themes';

export const label = (kind: SchedExtKind) => 1 + SCHED_EXT_KINDS.indexOf(kind);
export const ENABLED = { text: 'sched_ext: BPF scheduler "fifo" enabled', label: label('enabled') };
export const ERROR = {
  text: 'sched_ext: fifo: ops.init() failed (-22)',
  level: 3,
  label: label('error'),
};
export const STACK = { text: '   bpf_prog_0123456789abcdef_fifo_init+0x4b/0xa8' };
export const KNOWN = { files: ['fifo.bpf.c'], functions: ['fifo_init'], operations: ['init'] };

export interface LogPanelPage extends PanelPageHandle<ToKernelLogPanel> {
  readonly grid: Locator;
  readonly append: (rows: readonly FakeRow[]) => Promise<void>;
  /** Rows "line FROM", "line FROM+1" … */
  readonly number: (count: number, from?: number) => Promise<void>;
  /** The same, made in the page: a million rows are no argument of a call. */
  readonly fill: (batches: number, rowsEach: number) => Promise<void>;
  /** What was sent beside the receipts for rows. */
  readonly said: () => Promise<readonly FromPanel[]>;
}

export async function openLogPanel(browser: Browser, theme?: Theme): Promise<LogPanelPage> {
  const panel = await openPanel<ToKernelLogPanel>(browser, 'kernel-log', theme);
  const { page, post, sent } = panel;
  return {
    ...panel,
    grid: page.getByRole('grid'),
    append: (rows) => post({ kind: 'append', rows: logRows(rows), labels: null }),
    number: (count, from) =>
      post({ kind: 'append', rows: numberedRows(count, from), labels: null }),
    fill: (count, each) => fill(page, count, each),
    said: async () => (await sent()).filter(({ kind }) => kind !== 'taken'),
  };
}

async function fill(page: Page, batches: number, rowsEach: number): Promise<void> {
  await page.evaluate(
    ({ count, each }) => {
      for (let batch = 0; batch < count; batch += 1) {
        const ids = Array.from({ length: each }, (_, at) => batch * each + at);
        const rows = {
          texts: ids.map((id) => `line ${id}`).join('\n'),
          timesMicros: Float64Array.from(ids),
          levels: new Uint8Array(each).fill(6),
          labels: new Uint16Array(each),
        };
        window.postMessage({ kind: 'append', rows, labels: null }, '*');
      }
    },
    { count: batches, each: rowsEach },
  );
}
