import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../extension/core/findings/finding';
import type { Verdict } from '../../extension/core/verifier/verdict';
import { openCommandLine, type CommandLine } from './command-line';
import { until } from './lab-target';
import { GOOD, lineOf, NULL_CHECK_MISSING } from './schedulers';

describe('the loop from a terminal', () => {
  let scx: CommandLine;
  beforeAll(async () => {
    scx = await openCommandLine('6.18');
  });
  afterAll(() => scx.close());

  const stateOf = async () => (await scx.shell('cat /sys/kernel/sched_ext/state')).trim();

  it('goes from nothing to a scheduler that ran', async () => {
    const made = await scx.run(['new', 'fifo', 'first_one', '--json']);
    expect(made).toMatchObject({ status: 0, stderr: '' });
    const { mainFile } = JSON.parse(made.stdout) as { mainFile: string };
    const built = await scx.run(['build', mainFile]);
    expect(built.stdout).toMatch(/^Built .*: no errors$/m);
    const verified = await scx.run(['verify', mainFile]);
    expect(verified).toMatchObject({ status: 0, stderr: '' });
    expect(verified.stdout).toMatch(/^first_one_enqueue +passed +\d+ +\d+ B/m);
    const loaded = await scx.run(['load', mainFile, '--for', '3', '--json']);
    expect(loaded.status, loaded.stdout + loaded.stderr).toBe(0);
    const run = JSON.parse(loaded.stdout) as {
      state: string;
      ops: string;
      lastSample: { extTasks: number };
    };
    expect(run).toMatchObject({ state: 'trial', ops: 'first_one', findings: [] });
    expect(run.lastSample.extTasks).toBeGreaterThan(0);
    expect(await stateOf()).toBe('disabled');
    const log = await scx.run(['log']);
    expect(log.stdout).toContain('BPF scheduler "first_one" enabled');
  });

  it('never overwrites a project', async () => {
    expect((await scx.run(['new', 'fifo', 'twice'])).status).toBe(0);
    const again = await scx.run(['new', 'fifo', 'twice']);
    expect(again.status).toBe(2);
    expect(again.stderr).toMatch(/Could not .*twice/);
  });

  it('gives the place of a missing NULL check, and again from the saved log', async () => {
    const source = scx.write("nüll 'check'.bpf.c", NULL_CHECK_MISSING);
    const verified = await scx.run(['verify', source, '--json', '--log', 'saved.log']);
    expect(verified.status).toBe(1);
    const { findings, programs } = JSON.parse(verified.stdout) as Verdict;
    expect(findings[0]).toMatchObject({
      code: 'verifier/null-pointer',
      file: source,
      line: lineOf(NULL_CHECK_MISSING),
      program: 'null_check_enqueue',
    });
    expect(programs[0]).toMatchObject({ name: 'null_check_enqueue', verdict: 'failed' });
    await scx.run(['build', source, '--output', 'saved.bpf.o']);
    const saved = ['saved.log', '--object', 'saved.bpf.o'];
    const explained = await scx.run(['explain', ...saved, '--json']);
    expect(explained).toMatchObject({ status: 1, stdout: verified.stdout, stderr: '' });
    const withoutObject = await scx.run(['explain', 'saved.log', '--json']);
    expect((JSON.parse(withoutObject.stdout) as Verdict).findings).toMatchObject([
      { ...findings[0], column: null },
    ]);
  });

  it('takes the scheduler out on Ctrl-C, on SIGTERM, and when nobody reads any more', async () => {
    const source = scx.write('good.bpf.c', GOOD);
    for (const end of ['SIGINT', 'SIGTERM', 'pipe'] as const) {
      const load = scx.start(['load', source]);
      await until(
        () => Promise.resolve(load.stdout()),
        (text) => text.includes('enabled good'),
        60,
      );
      if (end === 'pipe') load.closeStdout();
      else load.kill(end);
      const { status, stderr } = await load.end;
      expect({ status, stderr }).toEqual({ status: end === 'pipe' ? 0 : 130, stderr: '' });
      expect(await stateOf()).toBe('disabled');
    }
  });

  it('loses no scheduler when it is killed', async () => {
    const load = scx.start(['load', scx.write('good.bpf.c', GOOD)]);
    await until(stateOf, (state) => state === 'enabled', 60);
    load.kill('SIGKILL');
    await until(stateOf, (state) => state === 'disabled', 5);
    expect(await scx.shell('ls -A /sys/fs/bpf/scx-studio')).toBe('');
  });

  it('unloads from another terminal, and names what is in the way', async () => {
    const source = scx.write('good.bpf.c', GOOD);
    const first = scx.start(['load', source]);
    await until(
      () => Promise.resolve(first.stdout()),
      (text) => text.includes('enabled good'),
      60,
    );
    const second = await scx.run(['load', source, '--json']);
    expect(second.status).toBe(3);
    expect(JSON.parse(second.stdout)).toMatchObject({ problem: { code: 'busy', detail: 'good' } });
    // It is held: only by its name is it taken from its holder.
    const left = JSON.parse((await scx.run(['unload', '--json'])).stdout) as object;
    expect(left).toMatchObject({ removed: [], held: [{ ops: 'good' }], other: 'good' });
    const name = (await scx.shell('ls /sys/fs/bpf/scx-studio')).trim();
    const taken = JSON.parse((await scx.run(['unload', name, '--json'])).stdout) as object;
    expect(taken).toMatchObject({ removed: ['good'], held: [], other: null });
    const { status, stdout } = await first.end;
    expect(status, stdout).toBe(0);
    expect(await stateOf()).toBe('disabled');
  });

  it('says before a load that there is little room for it, and loads', async () => {
    const source = scx.write('good.bpf.c', GOOD);
    await scx.shell('mount -t tmpfs -o size=4m none /tmp');
    const said = await scx.run(['load', source, '--for', '1', '--json']);
    await scx.shell('umount /tmp');
    expect(said.status, said.stderr).toBe(0);
    expect(said.stderr).toMatch(
      /^warning: lab\S*, room for objects: \d MiB free in the temporary folder\. A large scheduler may not fit\.\n$/,
    );
    expect(JSON.parse(said.stdout)).toMatchObject({ state: 'trial', ops: 'good' });
  });

  it('watches state and kernel log as lines of JSON', async () => {
    const load = scx.start(['load', scx.write('good.bpf.c', GOOD), '--for', '6']);
    const status = scx.start(['status', '--watch', '--json', '--interval', '0.5']);
    const log = scx.start(['log', '--follow', '--json']);
    await load.end;
    status.kill('SIGINT');
    log.kill('SIGINT');
    const jsonLines = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    const samples = jsonLines((await status.end).stdout);
    expect(samples).toContainEqual(expect.objectContaining({ state: 'enabled', ops: 'good' }));
    const records = jsonLines((await log.end).stdout);
    expect(records.at(-1)).toMatchObject({ event: { kind: 'disabled', ops: 'good' } });
  });

  it('prints findings that a problem matcher can read', async () => {
    writeFileSync(join(scx.folder, 'broken.bpf.c'), 'int x = ;\nint y\n');
    const said = await scx.run(['build', 'broken.bpf.c']);
    expect(said.status).toBe(1);
    expect(said.stdout).toMatch(
      /^broken\.bpf\.c:1:9: error: expected expression \[clang\/error\]$/m,
    );
    const asData = await scx.run(['build', 'broken.bpf.c', '--json']);
    const { object, findings } = JSON.parse(asData.stdout) as { object: null; findings: Finding[] };
    expect({ object, line: findings[0]?.line, column: findings[0]?.column }).toEqual({
      object: null,
      line: 1,
      column: 9,
    });
  });
});
