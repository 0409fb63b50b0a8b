import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runLoader, type LoaderRequest } from '../../../extension/workflows/load/loader-run';
import { openLab, valueOf, type LabTarget } from '../lab-target';
import { buildLoader, type LoaderProgram } from './loader-program';

describe.each(['6.12', 'newest'])('a loader program on kernel %s', (kernel) => {
  let lab: LabTarget;
  let program: LoaderProgram;
  beforeAll(async () => {
    lab = await openLab(kernel);
    program = await buildLoader(lab);
  });
  afterAll(async () => {
    program.remove();
    await lab.close();
  });

  const stateOf = async () => (await lab.shell('cat /sys/kernel/sched_ext/state')).trim();
  /** What is there only because of a run: files, pins and processes. */
  const leftovers = async () =>
    (
      await lab.shell(
        'ls -d /tmp/scx-studio* /dev/shm/scx* /var/tmp/scx* /sys/fs/bpf/* 2>/dev/null;' +
          'ls -A /sys/fs/bpf/scx-studio 2>/dev/null; ps -o args | grep [s]cx_load; true',
      )
    )
      .split('\n')
      .filter((line) => line !== '' && line !== '/sys/fs/bpf/scx-studio');

  afterEach(async () => {
    const seen = { state: await stateOf(), left: await leftovers() };
    await lab.shell('killall -9 scx_load_d 2>/dev/null; echo S >/proc/sysrq-trigger');
    await lab.shell('rm -rf /sys/fs/bpf/*');
    expect(seen).toEqual({ state: 'disabled', left: [] });
  });

  /** Starts it; what it says is kept. */
  const start = async (args: readonly string[], more: Partial<LoaderRequest> = {}) => {
    const said: string[] = [];
    const { context, host, facts } = lab;
    const outcome = await runLoader(context, {
      program: program.path,
      args,
      host,
      facts,
      onOutput: (stream, line) => said.push(`${stream} ${line}`),
      ...more,
    });
    return { said, outcome };
  };
  const running = async (args: readonly string[], more: Partial<LoaderRequest> = {}) => {
    const { said, outcome } = await start(args, more);
    const result = valueOf(outcome);
    if (result.kind !== 'running') throw new Error(JSON.stringify({ result, said }, null, 2));
    return { said, run: result.run };
  };

  it('runs, is heard on both streams, and goes by SIGINT', async () => {
    const argument = `it's "$(touch /tmp/run)" ümlaut\nsecond line`;
    const { said, run } = await running([argument, '--flag']);
    expect(run.ops).toBe('loaded');
    expect(await stateOf()).toBe('enabled');
    expect(await lab.shell('ls -d /tmp/*; true')).not.toContain('scx-studio');
    expect(await run.unload()).toEqual({ kind: 'unloaded', exitStatus: 0, notes: [] });
    expect(said).toContain(`out argument it's "$(touch /tmp/run)" ümlaut`);
    expect(said).toContain('out second line');
    expect(said).toContain('err a word on standard error');
    expect(said.slice(-2)).toEqual([
      'out got SIGINT',
      expect.stringMatching(/^out EXIT: .*unregistered from user space/i),
    ]);
  });
});
