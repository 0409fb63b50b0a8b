/** Labs and the processes they belong to: killed owners, cancelled boots, labs that stay. */
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inLab, isAlive, labsIn, ownCache } from './lab-machines';
import { REPOSITORY, until, valueOf } from './lab-target';

const KERNEL = '6.18';

describe('a lab and its owner', () => {
  let cache: string;
  beforeAll(async () => {
    cache = await ownCache(KERNEL);
  });
  afterAll(() => {
    rmSync(cache, { recursive: true, force: true });
  });
  const folders = (kind: 'running' | 'kept') => readdirSync(join(cache, 'lab', kind));

  it('ends with an owner that is killed; the next owner clears up', async () => {
    const owner = await startOwner(cache);
    expect(isAlive(owner.lab)).toBe(true);
    process.kill(owner.pid, 'SIGKILL');
    await until(
      () => Promise.resolve(isAlive(owner.lab)),
      (alive) => !alive,
      5,
    );
    expect(folders('running')).toHaveLength(1);
    const { labs } = labsIn(cache);
    valueOf(await labs.boot(KERNEL));
    expect(folders('running').every((name) => name.startsWith(`${process.pid}-`))).toBe(true);
    await labs.dispose();
    expect(folders('running')).toEqual([]);
  });

  it('is one for two callers at once, and another one for who asks for a fresh one', async () => {
    const { labs } = labsIn(cache);
    const [first, second, fresh] = await Promise.all([
      labs.boot(KERNEL),
      labs.boot(KERNEL),
      labs.boot(KERNEL, { fresh: true }),
    ]);
    expect(valueOf(second)).toBe(valueOf(first));
    expect(valueOf(fresh).pid).not.toBe(valueOf(first).pid);
    await labs.dispose();
    expect([first, fresh].map((lab) => isAlive(valueOf(lab).pid))).toEqual([false, false]);
  });

  it('leaves nothing of a boot that is cancelled', async () => {
    const { labs } = labsIn(cache);
    for (const milliseconds of [1, 300, 800]) {
      const signal = AbortSignal.timeout(milliseconds);
      expect(await labs.boot(KERNEL, { signal })).toEqual({ kind: 'cancelled' });
      expect(folders('running')).toEqual([]);
    }
  });

  it('stays when it is asked to: another process finds it, uses it and stops it', async () => {
    const booted = valueOf(await labsIn(cache).labs.boot(KERNEL, { keep: true }));
    const other = labsIn(cache).labs;
    const [kept] = await other.list();
    expect(kept).toMatchObject({ name: KERNEL, kernel: booted.kernel, pid: booted.pid });
    const again = valueOf(await other.boot(KERNEL));
    expect(await inLab(again, 'uname -r')).toBe(`${booted.kernel}\n`);
    await other.dispose();
    expect(isAlive(booted.pid)).toBe(true);
    await kept?.stop();
    expect(isAlive(booted.pid)).toBe(false);
    expect(await other.list()).toEqual([]);
    expect(folders('kept')).toEqual([]);
    expect((await booted.died).reason).toBe('stopped');
  });

  it('is found dead when its record is all that is left', async () => {
    const { labs } = labsIn(cache);
    const lab = valueOf(await labs.boot(KERNEL, { keep: true }));
    process.kill(lab.pid, 'SIGKILL');
    const death = await lab.died;
    expect(death.reason).toBe('killed');
    expect(await labs.list()).toEqual([]);
    expect(folders('kept')).toEqual([]);
  });

  it('says how it died although another process has cleared up already', async () => {
    const lab = valueOf(await labsIn(cache).labs.boot(KERNEL, { keep: true }));
    await inLab(lab, '(sleep 1; echo c >/proc/sysrq-trigger) >/dev/null 2>&1 </dev/null &');
    for (const name of folders('kept')) rmSync(join(cache, 'lab/kept', name), { recursive: true });
    const death = await lab.died;
    expect(death).toMatchObject({ reason: 'panic', exitCode: null });
    expect(death.message).toMatch(/kernel panic: .*sysrq triggered crash/);
  });
});

/** Another process that boots a lab and then waits to be killed. */
async function startOwner(cache: string): Promise<{ pid: number; lab: number }> {
  const folder = mkdtempSync(join(REPOSITORY, '.cache', 'owner-'));
  const source = join(folder, 'owner.ts');
  writeFileSync(
    source,
    `import { createTools } from ${JSON.stringify(join(REPOSITORY, 'extension/hosts'))};
     import { createLabs } from ${JSON.stringify(join(REPOSITORY, 'extension/hosts/lab'))};
     const quiet = () => undefined;
     const options = { cacheDir: process.argv[2] ?? '', tools: createTools(quiet), log: quiet };
     void createLabs(options).boot(${JSON.stringify(KERNEL)}).then((lab) => {
       process.send?.(lab.kind === 'ok' ? lab.value.pid : JSON.stringify(lab));
     });`,
  );
  const outfile = join(folder, 'owner.cjs');
  await build({
    ...{ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'cjs' },
    loader: { '.sh': 'text' },
  });
  const owner = fork(outfile, [cache]);
  const answer = await new Promise((resolve) => owner.once('message', resolve));
  rmSync(folder, { recursive: true });
  if (typeof answer !== 'number') throw new Error(String(answer));
  return { pid: owner.pid ?? 0, lab: answer };
}
