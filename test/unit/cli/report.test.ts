import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFiles } from '../../../extension/hosts/files/files';
import { saveReport } from '../../../extension/workflows/observe/report-folder';
import { reportOf } from '../../fakes/exit-reports';
import { scxStudio } from './command-line';

let place = '';
let saved = '';
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'scx cli report '));
  saved = join(place, 'saved');
  const report = reportOf({ log: ['\u001b[31m'], ops: 'la\u001b[31mzy' });
  await saveReport(createFiles(), saved, report, null);
});

describe('report', () => {
  it('shows a saved one, with nothing raw of it, and no target', async () => {
    const said = await scxStudio(['report', saved]);
    expect(said).toMatchObject({ status: 1, stderr: '', hosts: [] });
    expect(said.stdout).toContain('la\\x1b[31mzy ended');
    expect(said.stdout).toContain('/home/me/lazy/lazy.bpf.c:31');
  });

  it('is data under --json, and the dump alone by --dump', async () => {
    const data = await scxStudio(['report', saved, '--json']);
    expect(data.json()).toMatchObject({ version: 1, exit: { kind: 1026 }, target: 'lab:6.18' });
    const dump = await scxStudio(['report', saved, '--dump']);
    expect(dump.stdout).toMatch(/^kworker.* triggered exit kind 1026:$/m);
  });

  it('says what is wrong with a folder', async () => {
    const said = await scxStudio(['report', place]);
    expect(said.status).toBe(2);
    expect(said.stderr).toContain('it has no report.json');
  });

  it("asks a target's kernel log why the last one ended", async () => {
    const log = {
      lines: [
        'uptime 9.0',
        '6,2,2000000,-;sched_ext: BPF scheduler "n" enabled',
        '3,3,3000000,-;sched_ext: BPF scheduler "n" disabled (scx_bpf_error)',
        '3,4,3000001,-;sched_ext: n: enough',
      ],
      end: 'held',
    } as const;
    const status = { lines: ['uptime 5.00', 'state disabled', 'end'] };
    const said = await scxStudio(['report', '--target', 'vm'], { answers: { log, status } });
    expect(said.status).toBe(1);
    expect(said.stdout).toMatch(/^n ended\n {2}on vm/);
    expect(said.stdout).toContain('SCX_EXIT_ERROR_BPF = 1025');
  });

  it('is saved by load --report when the kernel throws the scheduler out', async () => {
    const source = join(place, 'n.bpf.c');
    writeFileSync(source, '#include "scx.h"\n');
    const thrownOut = 'log [    6.0] sched_ext: BPF scheduler "n" disabled (runtime error)';
    const answers = {
      verify: { lines: ['scx-studio: bpftool exited 0'] },
      status: { lines: ['uptime 5.00', 'state enabled', 'ops n', 'end'], end: 'held' },
      log: { lines: ['uptime 5.0'], end: 'held' },
      load: {
        lines: [
          'running n',
          'ended',
          thrownOut,
          'log [    6.1] sched_ext: n: invalid DSQ ID 0x7',
          'done',
        ],
      },
    } as const;
    const folder = join(place, 'of load');
    const argv = ['load', source, '--target', 'vm', '--report', folder];
    const said = await scxStudio(argv, { answers });
    expect(said.status).toBe(1);
    expect(said.stderr).toContain(`Saved the report in ${folder}`);
    expect(readdirSync(folder)).toContain('report.json');
    const again = await scxStudio(argv, { answers });
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('is there already');
  });
});
