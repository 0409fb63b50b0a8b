import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadScheduler } from '../../../extension/workflows/load/load';
import type { LoaderRequest } from '../../../extension/workflows/load/loader-request';
import { runLoader, type LoaderRun } from '../../../extension/workflows/load/loader-run';
import { schedulerOwner } from '../../../extension/workflows/load/owner';
import { unloadScheduler } from '../../../extension/workflows/load/unload';
import { targetFacts } from '../../../extension/workflows/target-facts';
import { openLab, until, valueOf, type LabTarget } from '../lab-target';
import { GOOD, lineOf } from '../schedulers';
import { buildLoader, KILL_HOLDERS, SCHEDULER, type LoaderProgram } from './loader-program';

const OPS = 'carried';
const PIN = '/sys/fs/bpf/somebodys';

describe.each(['6.12', 'newest'])('a loader program on kernel %s', (kernel) => {
  let lab: LabTarget;
  let program: LoaderProgram;
  let carried: string;
  beforeAll(async () => {
    lab = await openLab(kernel);
    carried = (await lab.compile(SCHEDULER, 'loader')).strippedPath;
    program = await buildLoader(carried);
  });
  afterAll(async () => {
    program.remove();
    await lab.close();
  });

  const stateOf = async () => (await lab.shell('cat /sys/kernel/sched_ext/state')).trim();
  /** What is there only because of a run: files, pins and processes. */
  const leftovers = async () => {
    const found = await lab.shell(
      'ls -d /tmp/scx* /dev/shm/scx* /var/tmp/scx* /run/scx-* /sys/fs/bpf/* /sys/fs/bpf/scx-studio/* 2>/dev/null;' +
        'cat /proc/[0-9]*/comm 2>/dev/null | grep ^scx_load; true',
    );
    return found.split('\n').filter((line) => line !== '' && line !== '/sys/fs/bpf/scx-studio');
  };

  afterEach(async () => {
    const seen = { state: await stateOf(), left: await leftovers() };
    // One test's failure is not to become all others'.
    await lab.shell('killall -9 scx_load_r 2>/dev/null; echo S >/proc/sysrq-trigger');
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
  const problemOf = async (args: readonly string[], more: Partial<LoaderRequest> = {}) => {
    const { outcome } = await start(args, more);
    if (outcome.kind !== 'problem') throw new Error(JSON.stringify(outcome));
    return outcome.problem;
  };
  const unloaded = async (run: LoaderRun, exitStatus: number) => {
    expect(await run.unload()).toEqual({ kind: 'unloaded', exitStatus, notes: [] });
  };

  it('runs, is heard on both streams, and goes by SIGINT', async () => {
    const argument = `it's "$(touch /tmp/scx-run)" ümlaut\nsecond line`;
    const { said, run } = await running([argument, '--flag']);
    expect(run.ops).toBe(OPS);
    expect(await stateOf()).toBe('enabled');
    expect(await lab.shell('ls /tmp')).not.toContain('scx');
    expect(valueOf(await targetFacts(lab.host)).runs).toMatchObject([{ ops: OPS, hold: 'held' }]);
    await unloaded(run, 0);
    expect(said).toContain(`out argument it's "$(touch /tmp/scx-run)" ümlaut`);
    expect(said).toContain('out second line');
    expect(said).toContain('out argument --flag');
    expect(said).toContain('err a word on standard error');
    expect(said.slice(-2)).toEqual([
      'out got SIGINT',
      expect.stringMatching(/^out EXIT: unregistered from user space/i),
    ]);
  });

  it('is killed with what it has started when no signal helps', async () => {
    const { said, run } = await running(['--ignore-int', '--ignore-term', '--fork']);
    await unloaded(run, 137);
    // It and its child.
    expect(said.filter((line) => line === 'out got SIGTERM')).toHaveLength(2);
  });

  it('has pinned its scheduler: that is taken out, and the pin is named', async () => {
    const { run } = await running(['--pin', PIN]);
    expect(await run.unload()).toMatchObject({
      kind: 'unloaded',
      notes: [expect.stringContaining('SysRq-S'), expect.stringContaining(PIN)],
    });
    await lab.shell(`rm ${PIN}`);
  });

  it('has registered its scheduler without a link: that is taken out', async () => {
    const { run } = await running(['--unlinked']);
    expect(await run.unload()).toMatchObject({ notes: [expect.stringContaining('SysRq-S')] });
  });

  it('starves all, itself too: it is ended all the same', async () => {
    const flags = kernel === '6.12' ? '-DSTARVES -DOLD_INSERT' : '-DSTARVES';
    const object = await lab.compile(`/* flags: ${flags} */\n${SCHEDULER}`, 'starving');
    const starving = await buildLoader(object.strippedPath);
    const { run } = await running([], { program: starving.path });
    starving.remove();
    const end = await run.unload();
    expect(end).toMatchObject({ kind: 'unloaded', exitStatus: 137 });
    // The kernel's watchdog would have said so.
    expect(await lab.shell('dmesg')).not.toContain('failed to run for');
  });

  /** The end of one whose scheduler makes an error after some seconds. */
  const thrownOut = async (args: readonly string[]) => {
    const flags = kernel === '6.12' ? '-DFAILS -DOLD_INSERT' : '-DFAILS';
    const text = `/* flags: ${flags} */\n${SCHEDULER}`;
    const object = await lab.compile(text, 'failing');
    const failing = await buildLoader(object.strippedPath);
    const { run } = await running(args, { program: failing.path });
    failing.remove();
    const end = await run.done;
    if (end.kind !== 'ended') throw new Error(end.kind);
    const message = expect.stringContaining('123456') as string;
    expect(end.report).toMatchObject({ ops: OPS, hasRun: true, exit: { kind: 1024, message } });
    return { end, text };
  };

  it('is thrown out: the report has the line, though its programs are gone', async () => {
    const { end, text } = await thrownOut([]);
    expect(end.report.dumpSource).toBe('tracepoint');
    const frame = end.report.backtrace.find(({ program }) => program === 'loader_enqueue');
    expect(frame).toMatchObject({ line: lineOf(text) });
    expect(frame?.code).toContain('scx_bpf_kick_cpu(123456');
  });

  it('is thrown out, and its program lives on: the maps of its scheduler are read', async () => {
    const { end } = await thrownOut(['--linger']);
    expect(end.report.exit).toMatchObject({ code: '0', reason: 'runtime error' });
    expect(end.exitStatus).toBe(0);
  });

  it('is refused where another scheduler runs, and replaces that on consent', async () => {
    const object = await lab.compile(GOOD, 'good');
    const { context, host, facts } = lab;
    const loaded = valueOf(await loadScheduler(context, { object, host, facts }));
    if (loaded.kind !== 'running') throw new Error(loaded.log);
    expect(await problemOf([])).toMatchObject({ code: 'busy', detail: 'good' });
    const owner = valueOf(await schedulerOwner(host));
    const replace = { sequence: owner!.sequence, putBack: false };
    const { run } = await running([], { replace });
    expect((await loaded.run.done).kind).toBe('ended');
    await unloaded(run, 0);
  });

  if (kernel !== 'newest') return; // The rest is our scripts' doing, whatever the kernel.

  it('gets SIGTERM when it does not go by SIGINT', async () => {
    const { said, run } = await running(['--ignore-int']);
    await unloaded(run, 0);
    expect(said).toContain('out got SIGINT');
    expect(said).toContain('out got SIGTERM');
  });

  it('crashes: its scheduler goes with it, and that is said', async () => {
    const { run } = await running(['--crash']);
    expect(await run.done).toMatchObject({
      kind: 'ended',
      exitStatus: 139,
      findings: [{ code: 'run/loader-crashed', severity: 'error' }],
    });
  });

  it('ends by itself', async () => {
    const { run } = await running(['--end', '3']);
    expect(await run.done).toMatchObject({ kind: 'ended', exitStatus: 3, findings: [] });
  });

  it('goes into the background: what it leaves there is ended', async () => {
    const { run } = await running(['--daemon']);
    expect(await run.done).toMatchObject({
      kind: 'ended',
      exitStatus: 0,
      notes: [expect.stringContaining('1 process that scx_loadér had started outlived it')],
    });
  });

  it('never loads anything', async () => {
    const problem = await problemOf(['--never'], { startSeconds: 3 });
    expect(problem).toMatchObject({
      code: 'never-loaded',
      message: `Could not load by scx_loadér on lab:${kernel}: it ran for 3 s, and the kernel still ran no scheduler of it`,
      detail: expect.stringContaining('argument --never') as string,
    });
  });

  it('is given some seconds only', async () => {
    const { run } = await running([], { trialSeconds: 2 });
    expect(await run.done).toMatchObject({ kind: 'trial', exitStatus: 0, findings: [] });
  });

  it('cannot run there', async () => {
    const { otherMachine, otherLoader, otherLibrary } = program;
    expect(await problemOf([], { program: otherMachine })).toMatchObject({
      code: 'wrong-machine',
      message: `Could not run scx_other on lab:${kernel}: it is built for aarch64, and the target is x86_64`,
    });
    expect(await problemOf([], { program: otherLoader })).toMatchObject({
      code: 'library-missing',
      message: expect.stringContaining("the program's dynamic loader /lib/ld-nobody.so") as string,
    });
    expect(await problemOf([], { program: otherLibrary })).toMatchObject({
      code: 'library-missing',
      message: expect.stringContaining('lacks libnobody.so') as string,
    });
    expect(await problemOf([], { program: carried })).toMatchObject({ code: 'no-program' });
    expect(await problemOf([], { program: '/etc/passwd' })).toMatchObject({ code: 'no-program' });
  });

  it('is taken out by another window', async () => {
    const { said, run } = await running([]);
    const [held] = valueOf(await targetFacts(lab.host)).runs;
    expect(valueOf(await unloadScheduler(lab.host, { run: held!.name })).removed).toEqual([OPS]);
    expect((await run.done).kind).toBe('unloaded');
    expect(said).toContain('out got SIGINT');
  });

  it('is found and taken out when the scripts that hold it were killed', async () => {
    const { run } = await running([]);
    await lab.shell(KILL_HOLDERS);
    expect((await run.done).kind).toBe('lost');
    expect(valueOf(await targetFacts(lab.host)).runs).toMatchObject([{ ops: OPS, hold: 'left' }]);
    expect(valueOf(await unloadScheduler(lab.host)).removed).toEqual([OPS]);
  });

  it('goes when no heartbeat comes', async () => {
    const input = new Uint8Array(readFileSync(program.path));
    const args = [String(input.length), '3', 'run-quiet', 'refuse', 'me@here', '0', '', '20'];
    const said: string[] = [];
    const session = lab.host.start('run-loader', (line) => said.push(line), {
      args: [...args, 'scx_load_r', 'plain'],
      input,
      privileged: true,
    });
    valueOf(await session.done);
    expect(said).toContain('lease');
    expect(said).toContain('out got SIGINT');
  });

  it('runs from another folder where /tmp lets no program run', async () => {
    await lab.shell('mount -o remount,noexec /tmp');
    const { run } = await running([]);
    await unloaded(run, 0);
    await lab.shell('mount -o remount,exec /tmp');
  });

  it('stays when it is asked for nothing, and goes with its window', async () => {
    const { run } = await running([], { leaseSeconds: 4 });
    await new Promise((resolve) => setTimeout(resolve, 8000));
    expect(await stateOf()).toBe('enabled');
    await unloaded(run, 0);
    await until(stateOf, (state) => state === 'disabled');
  });
});
