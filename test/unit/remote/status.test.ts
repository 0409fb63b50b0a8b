/** remote/status.sh as real shells and awks run it, over a made tree of /sys. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSampleReader } from '../../../extension/core/sched-ext/sample-reader';
import type { Sample } from '../../../extension/core/sched-ext/target';
import { REMOTE_SCRIPT_TEXTS } from '../../../extension/remote';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scx-status-'));
  const files = {
    state: 'enabled',
    switch_all: '1',
    enable_seq: '3',
    'root/ops': '"><img src=x>',
    'root/events': 'SCX_EV_OF_TOMORROW 7\nSCX_EV_HALF',
    'root/caps': 'CPU: 0-3\nPREEMPT: 0,2',
    'root/sub/sub-4242/ops': 'inner one',
    'root/sub/sub-99/ops': 'other',
    'root/sub/sub-99/events': 'SCX_EV_X 1',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), `${text}\n`);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function readBy(shell: readonly [string, ...string[]]): Sample {
  const script = REMOTE_SCRIPT_TEXTS.status.replaceAll('/sys/kernel/sched_ext/', `${folder}/`);
  const [file, ...args] = shell;
  const text = execFileSync(file, [...args, '-c', script, 'sh', 'once'], { encoding: 'utf8' });
  const reader = createSampleReader();
  const samples = text.split('\n').map((line) => reader.push(line));
  return samples.find((sample) => sample !== null)!;
}

describe.each([['dash'], ['busybox', 'ash']] as [string, ...string[]][])('by %s', (...shell) => {
  it('has sub-schedulers, capabilities and counters that nobody knows yet', () => {
    const sample = readBy(shell);
    expect(sample).toMatchObject({ state: 'enabled', ops: '"><img src=x>', enableSeq: 3 });
    expect([...sample.subs].sort()).toEqual([
      ['4242', 'inner one'],
      ['99', 'other'],
    ]);
    expect([...sample.caps]).toEqual([
      ['CPU', '0-3'],
      ['PREEMPT', '0,2'],
    ]);
    expect([...sample.events]).toEqual([['SCX_EV_OF_TOMORROW', 7]]);
  });
});
