import { describe, expect, it } from 'vitest';
import { scxStudio } from './command-line';

const SAMPLE = ['uptime 5.00', 'state enabled', 'switch_all 1', 'nr_rejected 0', 'enable_seq 2'];
const READING = [...SAMPLE, 'ops n', 'event SCX_EV_X 3', 'ext_tasks 9', 'end'];
const AT_VM = ['--target', 'vm'];
const RECORDS = [
  'uptime 9.0',
  '6,1,1000000,-;eth0: link up',
  '6,2,2000000,-;sched_ext: BPF scheduler "n" enabled',
  '3,3,3000000,-;sched_ext: n: enough \\x1b[2J',
  '6,4,3000001,-;   scx_bpf_error+0x1/0x2',
  '6,5,4000000,-;usb',
];

const lastsUntilEnd = (lines: readonly string[]) => ({ lines, end: 'held' }) as const;
const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('status', () => {
  it('shows one reading, and as data', async () => {
    const answers = { status: { lines: READING } };
    const said = await scxStudio(['status', ...AT_VM], { answers });
    expect(said.status).toBe(0);
    expect(said.stdout).toMatch(/^state +enabled$/m);
    expect(said.stdout).toMatch(/^SCX_EV_X +3$/m);
    const asData = await scxStudio(['status', '--json', ...AT_VM], { answers });
    expect(asData.json()).toMatchObject({
      timeMs: 5000,
      state: 'enabled',
      ops: 'n',
      enableSeq: 2,
      switchAll: true,
      nrRejected: 0,
      extTasks: 9,
      events: { SCX_EV_X: 3 },
    });
  });

  it('says how loaded the target is, from two readings', async () => {
    const figures = (second: number, busy: number, waited: number) => [
      ...READING.slice(0, -1).map((line) => line.replace('5.00', `${second}.00`)),
      ...[`cpu 0 ${busy} 100`, 'cpu 1 7 7', `delay 0 1 ${waited}`, `pressure cpu some ${waited}`],
      'end',
    ];
    const status = { lines: figures(5, 10, 1000) };
    const said = await scxStudio(['status', ...AT_VM], {
      answers: { status },
      whileRunning: () => {
        setTimeout(() => (status.lines = figures(6, 60, 31_000)), 100);
      },
    });
    expect(said.stdout).toMatch(/^CPU load +CPU 0 100 %$/m);
    expect(said.stdout).toMatch(/^run-queue delay +CPU 0 30 µs\/s$/m);
    expect(said.stdout).toMatch(/^pressure +cpu some 3 %$/m);
  });

  it('prints a line of JSON a reading with --watch --json, until it is interrupted', async () => {
    const said = await scxStudio(['status', '--watch', '--json', ...AT_VM], {
      answers: { status: lastsUntilEnd([...READING, ...READING]) },
      whileRunning: (abort) => setTimeout(abort, 100),
    });
    expect(said).toMatchObject({ status: 130, disposed: true });
    expect(jsonLines(said.stdout)).toHaveLength(2);
  });

  it('prints a line for people a reading with --watch, with what happened in between', async () => {
    const later = READING.map((line) => line.replace('5.00', '7.00').replace('_X 3', '_X 8'));
    const cpus = (busy: number) => [
      ...[`cpu 0 ${busy} 100`, `ctxt ${busy * 20}`, `delay 0 1 ${busy * 40_000}`],
      `pressure cpu some ${busy * 1600}`,
    ];
    const said = await scxStudio(['status', '--watch', ...AT_VM], {
      answers: { status: lastsUntilEnd([...cpus(10), ...READING, ...cpus(60), ...later]) },
      whileRunning: (abort) => setTimeout(abort, 100),
    });
    expect(said.stdout.trimEnd().split('\n')).toEqual([
      'enabled n · 9 tasks in the ext class · X 3',
      'enabled n · 9 tasks in the ext class · CPU 100 % · delay 1 ms/s · cpu pressure 4 % · 500 switches/s · X 8 (2.5/s)',
    ]);
  });

  it('says that the target has no sched_ext', async () => {
    const answers = { status: { lines: ['uptime 5.00', 'end'] } };
    const said = await scxStudio(['status', ...AT_VM], { answers });
    expect(said.stdout).toContain('this kernel has no sched_ext');
  });
});

describe('log', () => {
  it('shows what sched_ext said, with the backtrace and without escapes', async () => {
    const said = await scxStudio(['log', ...AT_VM], { answers: { log: lastsUntilEnd(RECORDS) } });
    expect(said.status).toBe(0);
    expect(said.stdout.split('\n')).toEqual([
      '[    2.000000] sched_ext: BPF scheduler "n" enabled',
      '[    3.000000] sched_ext: n: enough \\x1b[2J',
      '[    3.000001]    scx_bpf_error+0x1/0x2',
      '',
    ]);
  });

  it('shows everything with --all, and one object under --json', async () => {
    const said = await scxStudio(['log', '--all', '--json', ...AT_VM], {
      answers: { log: lastsUntilEnd(RECORDS) },
    });
    const { records } = said.json() as { records: object[] };
    expect(records).toHaveLength(5);
    expect(records[1]).toEqual({
      sequence: 2,
      timeMicros: 2_000_000,
      level: 6,
      text: 'sched_ext: BPF scheduler "n" enabled',
      event: { kind: 'enabled', ops: 'n', reason: null },
    });
  });

  it('prints a line of JSON a record with --follow --json', async () => {
    const said = await scxStudio(['log', '-f', '--history', '--json', ...AT_VM], {
      answers: { log: lastsUntilEnd(RECORDS) },
      whileRunning: (abort) => setTimeout(abort, 100),
    });
    expect(said.status).toBe(130);
    expect(jsonLines(said.stdout)).toHaveLength(3);
  });
});

const PRINTED = [
  'history   sh-1 [000] ...21 1.000001: bpf_trace_printk: old \x1b[2J',
  'live',
  '   sh-7 [003] ...21 2.000001: bpf_trace_printk: new',
  'CPU:3 [LOST 4 EVENTS]',
  '   sh-7 [003] ...21 2.000002: bpf_trace_printk: newer',
];

describe('log --bpf', () => {
  it('shows what is in the buffer, and ends', async () => {
    const said = await scxStudio(['log', '--bpf', ...AT_VM], {
      answers: { 'bpf-output': lastsUntilEnd(PRINTED.slice(0, 2)) },
    });
    expect(said).toMatchObject({
      status: 0,
      stdout: '[    1.000001] sh-1 on CPU 0: old \\x1b[2J\n',
    });
  });

  it('prints a line of JSON each with --follow --json, and what is missing', async () => {
    const said = await scxStudio(['log', '--bpf', '-f', '--json', ...AT_VM], {
      answers: { 'bpf-output': lastsUntilEnd(PRINTED) },
      whileRunning: (abort) => setTimeout(abort, 100),
    });
    expect(jsonLines(said.stdout)).toEqual([
      expect.objectContaining({ text: 'new', comm: 'sh', pid: 7, cpu: 3, program: null }),
      { lost: 4 },
      expect.objectContaining({ text: 'newer', timeMicros: 2_000_002 }),
    ]);
  });

  it('says why the kernel has none', async () => {
    const said = await scxStudio(['log', '--bpf', ...AT_VM], {
      answers: { 'bpf-output': { lines: ['refused there is no tracefs'] } },
    });
    expect(said.status).toBe(3);
    expect(said.stderr).toContain(
      'Could not read what BPF programs print on vm: there is no tracefs',
    );
  });

  it('takes no source for the kernel log', async () => {
    expect(await scxStudio(['log', 'x.bpf.c', ...AT_VM], {})).toMatchObject({ status: 2 });
  });
});

describe('unload', () => {
  it.each([
    [['removed n_ops', 'state disabled'], 'Unloaded n_ops\n'],
    [['state disabled'], 'Nothing of SCX Studio was loaded\n'],
    [
      ['state enabled', 'ops rusty'],
      'Nothing of SCX Studio was loaded\nStill loaded, by something else: rusty\n',
    ],
    [
      ['held n bob@desk', 'state enabled', 'ops n'],
      'Nothing of SCX Studio was loaded\nStill loaded, held by bob@desk: n\n',
    ],
  ])('says what it did: %j', async (lines, text) => {
    const said = await scxStudio(['unload', ...AT_VM], { answers: { unload: { lines } } });
    expect(said).toMatchObject({ status: 0, stdout: text });
  });

  it('says so when the answer ends half-way', async () => {
    const said = await scxStudio(['unload', ...AT_VM], { answers: { unload: { lines: [] } } });
    expect(said.status).toBe(3);
    expect(said.stderr).toContain('its answer ended half-way');
  });
});

describe('stop', () => {
  it.each([
    ['link', 0, 'Stopped: its link was removed'],
    ['sysrq', 0, 'Stopped: SysRq-S took it out'],
    ['nothing', 0, 'No scheduler was loaded'],
    ['not', 3, 'neither removing its link nor SysRq-S took it out'],
  ])('says what worked: %s', async (how, status, text) => {
    const lines = [`stopped ${how}`];
    const said = await scxStudio(['stop', ...AT_VM], { answers: { stop: { lines } } });
    expect(said.status).toBe(status);
    expect(said.stdout + said.stderr).toContain(text);
  });

  it('says what can be done when nothing answers', async () => {
    const said = await scxStudio(['stop', ...AT_VM], { answers: { stop: { lines: [] } } });
    expect(said.status).toBe(3);
    expect(said.stderr).toContain('Alt+SysRq+S');
  });
});
