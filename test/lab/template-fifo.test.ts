import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LONGEST_NAME_BYTES } from '../../extension/core/scaffold/scheduler-name';
import { buildScheduler } from '../../extension/workflows/build/build';
import { kernelFolder } from '../../extension/workflows/build/kernel-folder';
import { loadScheduler } from '../../extension/workflows/load/load';
import { unloadScheduler } from '../../extension/workflows/load/unload';
import { readSample } from '../../extension/workflows/observe/samples';
import { listTemplates, newScheduler } from '../../extension/workflows/scaffold';
import type { SchedulerObject } from '../../extension/workflows/scheduler-object';
import { verifyScheduler } from '../../extension/workflows/verify/verify';
import { openLab, until, valueOf, type LabTarget } from './lab-target';
import { ENDS_WITH_CODE, ENDS_WITH_ERROR, USES_HEADERS } from './template-header';
import { makeProject } from './template-project';

interface ExitInfo {
  readonly kind: number;
  readonly exit_code: number;
  readonly reason: string;
  readonly msg: string;
}

const KEPT = '/sys/fs/bpf/kept';

describe.each(['6.12', '6.16', '6.18', 'newest'])('templates on kernel %s', (kernel) => {
  let lab: LabTarget;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "scx größe 'x' "));
    lab = await openLab(kernel);
  });
  afterEach(async () => {
    await unloadScheduler(lab.host);
    await lab.shell(`rm -rf ${KEPT} /tmp/by-make`);
  });
  afterAll(async () => {
    await lab.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const scaffold = async (name: string) => {
    const { templates } = await listTemplates(lab.context);
    const template = templates.find((one) => one.name === 'fifo')!;
    return valueOf(await newScheduler(lab.context, { template, name, folder }));
  };
  const build = async (source: string) => {
    const built = valueOf(
      await buildScheduler(lab.context, { source, host: lab.host, facts: lab.facts }),
    );
    expect(built.findings).toEqual([]);
    return built.object!;
  };
  const load = async (object: SchedulerObject) => {
    const loaded = valueOf(
      await loadScheduler(lab.context, { object, host: lab.host, facts: lab.facts }),
    );
    if (loaded.kind !== 'running') throw new Error(JSON.stringify(loaded.findings));
    await lab.shell(`mkdir ${KEPT}; bpftool map pin name .bss.uei ${KEPT}/uei`);
    return loaded.run;
  };
  /** What the one variable of a map holds; `map` is a name or a pin. */
  const readVariable = async <T>(section: string, variable: string, map: string): Promise<T> => {
    const json = await lab.shell(`bpftool --json map dump ${map}`);
    const [entry] = JSON.parse(json) as [
      { formatted: { value: Record<string, Record<string, T>[]> } },
    ];
    return entry.formatted.value[section]![0]![variable]!;
  };
  const exitInfo = () => readVariable<ExitInfo>('.bss.uei', 'uei', `pinned ${KEPT}/uei`);
  /** Loads without a lease and waits for its end; after that the pin still holds its maps. */
  const exitInfoOf = async (text: string): Promise<ExitInfo> => {
    const object = await lab.compile(text, 'header');
    const bytes = readFileSync(object.strippedPath).toString('base64');
    await lab.shell(`echo ${bytes} | base64 -d > /tmp/header.o
      mkdir ${KEPT}; bpftool struct_ops register /tmp/header.o ${KEPT}`);
    const state = () => lab.shell('cat /sys/kernel/sched_ext/state');
    await until(state, (now) => now === 'disabled\n');
    return readVariable('.bss.uei', 'uei', 'name .bss.uei');
  };

  it('makes a scheduler that builds, passes the verifier, runs, and says why it ended', async () => {
    const { mainFile } = await scaffold('mine');
    const object = await build(mainFile);
    const verdict = valueOf(await verifyScheduler({ object, host: lab.host, facts: lab.facts }));
    expect(verdict.findings).toEqual([]);
    expect(verdict.programs.map(({ name, verdict: passed }) => [name, passed])).toEqual([
      ['mine_select_cpu', 'passed'],
      ['mine_enqueue', 'passed'],
      ['mine_cpu_online', 'passed'],
      ['mine_cpu_offline', 'passed'],
      ['mine_exit', 'passed'],
    ]);
    const run = await load(object);
    expect(run.ops).toBe('mine');
    const { state, extTasks } = valueOf(await readSample(lab.host));
    expect(state).toBe('enabled');
    expect(extTasks).toBeGreaterThan(0);
    expect((await exitInfo()).kind).toBe(0);
    await run.unload();
    expect(await exitInfo()).toEqual({
      kind: 64, // SCX_EXIT_UNREG
      exit_code: 0,
      reason: 'unregistered from user space',
      msg: '',
    });
  });

  it('makes a project whose Makefile does without SCX Studio', async () => {
    const { project } = await scaffold('by_make');
    const make = makeProject(lab, project);
    expect(await make.build()).not.toMatch(/warning|error/);
    expect(await make.build()).toBe('');
    expect(await make.inLab('load')).toContain('by_make runs');
    expect(await make.inLab('status')).toMatch(/^enabled\nby_make\n/);
    expect(await make.inLab('unload')).toContain('"kind": 64');
    expect((await lab.shell('cat /sys/kernel/sched_ext/state')).trim()).toBe('disabled');
    expect(await lab.shell('ls /sys/fs/bpf')).not.toContain('by_make');
  });

  it('takes the longest name that the kernel takes', async () => {
    const name = 'n'.repeat(LONGEST_NAME_BYTES);
    const { mainFile } = await scaffold(name);
    const run = await load(await build(mainFile));
    expect((await lab.shell('cat /sys/kernel/sched_ext/root/ops')).trim()).toBe(name);
    expect(await run.unload()).toEqual({ kind: 'unloaded' });
  });

  it('has headers with the same meaning on every kernel', async () => {
    const object = await lab.compile(USES_HEADERS, 'header');
    const run = await load(object);
    const read = () => readVariable<Record<string, number>>('.bss.seen', 'seen', 'name .bss.seen');
    const values = await until(read, (seen) => seen['enqueued']! > 0);
    const folder = kernelFolder(lab.context, lab.host.target, lab.facts.kernelBuild);
    const types = readFileSync(`${folder}/vmlinux.h`, 'utf8');
    expect(values['head_flag']).toBe(Number(/\tSCX_ENQ_HEAD = (\d+)/.exec(types)?.[1]));
    expect(values['preempt_flag']).toBe(2 ** 32);
    expect(values['not_inserted']).toBe(0);
    expect(values['last_ns']).toBeGreaterThan(0);
    expect(await run.unload()).toEqual({ kind: 'unloaded' });
  });

  it('keeps the words and the code that a scheduler ends itself with', async () => {
    const failed = await exitInfoOf(ENDS_WITH_ERROR);
    expect(failed.kind).toBe(1025); // SCX_EXIT_ERROR_BPF
    expect(failed.msg).toMatch(/^header\.bpf\.c:\d+: \d+ enqueued, last \S+/);
    await lab.shell(`rm -rf ${KEPT}`);
    const ended = await exitInfoOf(ENDS_WITH_CODE);
    expect(ended).toMatchObject({ kind: 65, exit_code: 42, msg: 'enough' }); // SCX_EXIT_UNREG_BPF
  });
});
