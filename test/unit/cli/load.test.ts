import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { failed } from '../../../extension/core/findings/problem';
import type { ScriptAnswers } from '../../fakes/fake-host';
import { factsWith, scxStudio } from './command-line';

const SAMPLE = ['uptime 5.00', 'state enabled', 'ops n', 'event SCX_EV_X 3', 'ext_tasks 9', 'end'];
const WATCHED: ScriptAnswers = {
  verify: { lines: ['scx-studio: bpftool exited 0'] },
  status: { lines: SAMPLE, end: 'held' },
  log: {
    lines: [
      'uptime 5.0',
      '6,10,5500000,-;sched_ext: BPF scheduler "n" enabled',
      '6,11,5600000,-;usb',
    ],
    end: 'held',
  },
};
const RUNNING: ScriptAnswers = {
  ...WATCHED,
  load: { lines: ['running n'], end: 'held', atEnd: ['unloaded', 'done'] },
};
/** The target ends a trial by itself. */
const TRIED: ScriptAnswers = { ...WATCHED, load: { lines: ['running n', 'trial', 'done'] } };
const LOG_OF_END = [
  'log [    6.000000] sched_ext: BPF scheduler "n" disabled (runtime error)',
  'log [    6.000001] sched_ext: n: enough',
];

let source = '';
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'scx load '));
  source = join(folder, 'n.bpf.c');
  writeFileSync(source, '#include "scx.h"\n');
});
const load = (argv: string[], answers: ScriptAnswers, whileRunning?: (abort: () => void) => void) =>
  scxStudio(['load', source, '--target', 'vm', ...argv], {
    answers,
    ...(whileRunning ? { whileRunning } : {}),
  });

describe('load', () => {
  it('shows state and kernel log, and unloads when time is up', async () => {
    const said = await load(['--for', '1.5'], TRIED);
    expect(said.stderr).toBe('');
    expect(said.stdout.split('\n')).toEqual([
      'Running: n on 6.18.15-cloud (vm); taken out after 2 s',
      'enabled n · 9 tasks in the ext class · X 3',
      '[    5.500000] sched_ext: BPF scheduler "n" enabled',
      expect.stringMatching(/^Unloaded n after 0\.\d s$/),
      '',
    ]);
    expect(said).toMatchObject({ status: 0, disposed: true });
  });

  it('says on standard error what asks for attention before it loads', async () => {
    const facts = { lines: factsWith('freeKilobytes 2048') };
    for (const more of [[], ['--json']]) {
      const said = await load(['--for', '1', ...more], { ...TRIED, facts });
      expect(said.status).toBe(0);
      expect(said.stderr).toBe(
        'warning: vm, room for objects: 2 MiB free in the temporary folder. A large scheduler may not fit.\n',
      );
      expect(said.stdout).not.toContain('room for objects');
    }
  });

  it('prints one object under --json', async () => {
    const said = await load(['--for', '1', '--json'], TRIED);
    expect(said.status).toBe(0);
    expect(said.json()).toMatchObject({
      state: 'trial',
      ops: 'n',
      findings: [],
      lastSample: { state: 'enabled', extTasks: 9, events: { SCX_EV_X: 3 } },
    });
  });

  it('takes the scheduler out when it is interrupted, and ends with 130', async () => {
    const said = await load([], RUNNING, (abort) => setTimeout(abort, 200));
    expect(said.status).toBe(130);
    expect(said.stdout).toMatch(/^Unloaded n after/m);
  });

  it('asks the target for the time of the lease and of the trial', async () => {
    const { hosts } = await load(['--for', '30', '--lease', '5'], TRIED);
    const { options } = hosts[0]!.calls.find(({ script }) => script === 'load')!;
    const name: unknown = expect.stringMatching(/^run-[\w-]+$/);
    expect(options.args?.slice(1)).toEqual(['5', name, 'refuse', 'me@here', '30', '']);
  });

  describe('replacing', () => {
    const owner = (...lines: string[]) => ({
      lines: ['sequence 7', 'ops rusty', ...lines, 'end'],
    });
    const service = owner(
      'kind service',
      'pid 8',
      'command rusty',
      'user root',
      'unit scx.service',
    );
    const replaced: ScriptAnswers = {
      ...TRIED,
      owner: service,
      load: { lines: ['running n', 'trial', 'put-back rusty', 'done'] },
    };

    it('names what it takes out, asks for that very one and says that it is back', async () => {
      const said = await load(['--for', '1', '--put-back'], replaced);
      expect(said.stderr).toBe('');
      expect(said.stdout).toContain(
        'Replacing rusty: The service scx.service runs it. scx.service is stopped (systemctl stop). At the end scx.service is started again.\n',
      );
      expect(said.stdout).toMatch(/Put back: rusty runs again, as the kernel says\.\n$/);
      const { options } = said.hosts[0]!.calls.find(({ script }) => script === 'load')!;
      expect(options.args?.slice(3)).toEqual(['put-back', 'me@here', '1', '7']);
    });

    it('says in data what became of it', async () => {
      const failing = 'put-back-failed rusty Unit not found.';
      const said = await load(['--for', '1', '--put-back', '--json'], {
        ...replaced,
        load: { lines: ['running n', 'trial', failing, 'done'] },
      });
      expect(said.json()).toMatchObject({ putBack: { ops: 'rusty', failure: 'Unit not found.' } });
    });

    it('takes nothing out that could not be put back as asked', async () => {
      const program = owner('kind program', 'pid 8', 'command ./rusty', 'user alice');
      const said = await load(['--put-back'], { ...replaced, owner: program });
      expect(said.status).toBe(3);
      expect(said.stderr).toContain('only alice can start it again: ./rusty');
      expect(said.hosts[0]!.calls.map(({ script }) => script)).not.toContain('load');
    });

    it('only loads where nothing runs', async () => {
      const said = await load(['--for', '1', '--replace'], { ...replaced, owner: { lines: [] } });
      const { options } = said.hosts[0]!.calls.find(({ script }) => script === 'load')!;
      expect(options.args?.[3]).toBe('refuse');
    });
  });

  it('leaves it loaded when asked to', async () => {
    const said = await load(['--keep'], {
      ...WATCHED,
      load: { lines: ['running n', 'kept'] },
    });
    expect(said).toMatchObject({ status: 0 });
    expect(said.stdout).toContain('n stays loaded; "scx-studio unload" takes it out');
  });

  it('says why the kernel threw it out', async () => {
    const said = await load([], {
      ...WATCHED,
      load: { lines: ['running n', ...LOG_OF_END, 'ended', 'done'] },
    });
    expect(said.status).toBe(1);
    expect(said.stdout).toMatch(/n\.bpf\.c.*error: .*enough.* \[run\//);
    expect(said.stdout).toMatch(/^The kernel threw n out after .*: 1 error$/m);
  });

  it('makes an annotation of what went wrong under --format github', async () => {
    const said = await load(['--for', '9', '--format', 'github'], {
      ...WATCHED,
      load: { lines: ['running n', ...LOG_OF_END, 'ended', 'done'] },
    });
    expect(said.status).toBe(1);
    expect(said.stdout).toMatch(/^::error file=.*n\.bpf\.c,.*title=run\/.*enough/m);
    expect(said.stdout, 'and says all else as ever').toMatch(/^Running: n on/);
  });

  it.each(['gcc', 'sarif'])('is no list of findings, as --format %s would be', async (format) => {
    const said = await load(['--format', format], TRIED);
    expect(said).toMatchObject({ status: 2, stdout: '' });
    expect(said.stderr).toContain('text, github or json');
  });

  it('ends well when somebody else takes it out', async () => {
    const gone =
      'log [    6.000000] sched_ext: BPF scheduler "n" disabled (unregistered from user space)';
    const said = await load([], {
      ...WATCHED,
      load: { lines: ['running n', gone, 'ended', 'done'] },
    });
    expect(said.status).toBe(0);
    expect(said.stdout).toMatch(
      /^note: Another program .* took this scheduler out \[run\/taken-out\]$/m,
    );
    expect(said.stdout).toMatch(/^n is out after/m);
  });

  it('says why it never ran', async () => {
    const lines = ['tool Registered sched_ext_ops n', ...LOG_OF_END, 'rejected 0', 'done'];
    const said = await load(['--json'], { ...WATCHED, load: { lines } });
    expect(said.status).toBe(1);
    expect(said.json()).toMatchObject({ state: 'rejected', ops: null, seconds: null });
  });

  it('says which other scheduler is in the way', async () => {
    const said = await load([], { ...WATCHED, load: { lines: ['busy rusty'] } });
    expect(said.status).toBe(3);
    expect(said.stderr).toContain('the scheduler "rusty" runs there already');
  });

  it('says that the target is gone', async () => {
    const end = failed({
      kind: 'target',
      code: 'connection-lost',
      message: 'Could not reach vm: the connection ended',
      nextStep: 'Try again.',
      detail: '',
    });
    const said = await load([], { ...WATCHED, load: { lines: ['running n'], end } });
    expect(said.status).toBe(3);
    expect(said.stderr).toContain('the connection ended');
    const asData = await load(['--json'], { ...WATCHED, load: { lines: ['running n'], end } });
    expect(asData.json()).toMatchObject({ state: 'lost', problem: { code: 'connection-lost' } });
  });
});
