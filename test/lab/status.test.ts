/** The figures of a real kernel while a scheduler comes, works and goes; one lab a kernel. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ratesBetween, type Rates } from '../../extension/core/metrics/rates';
import type { Sample } from '../../extension/core/sched-ext/target';
import { loadScheduler } from '../../extension/workflows/load/load';
import { watchStatus } from '../../extension/workflows/observe/samples';
import { openLab, until, valueOf, type LabTarget } from './lab-target';
import { GOOD } from './schedulers';

const BOOT_MS = 150_000;

describe.each(['6.12', 'newest'])('figures of kernel %s', (kernel) => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab(kernel);
  }, BOOT_MS);
  afterAll(() => lab.close());

  /** Waits for a reading, while the lab has something to do. */
  async function watchUntil(isEnough: (sample: Sample, rates: Rates | null) => boolean) {
    let last: Sample | null = null;
    let found: { readonly sample: Sample; readonly rates: Rates | null } | null = null;
    const watch = watchStatus(lab.host, { intervalMs: 100 }, (sample) => {
      const rates = last === null ? null : ratesBetween(last, sample);
      last = sample;
      if (isEnough(sample, rates)) found ??= { sample, rates };
    });
    const enough = await until(
      async () => {
        await lab.shell('true');
        return found;
      },
      (value) => value !== null,
      30,
    );
    watch.end();
    await watch.done;
    return enough!;
  }

  it('are there without a scheduler: processors, switches, pressure', async () => {
    const { sample, rates } = await watchUntil((_, rates) => rates !== null);
    expect(sample).toMatchObject({ state: 'disabled', ops: null });
    expect([...sample.cpus.keys()]).toEqual([0, 1]);
    expect(rates!.contextSwitches).toBeGreaterThan(0);
    for (const share of rates!.busy.values()) expect(share ?? 0).toBeLessThanOrEqual(1);
    for (const share of rates!.pressure.values()) expect(share).toBeGreaterThanOrEqual(0);
  });

  it('name the scheduler, count its tasks and events, and forget it when it goes', async () => {
    const object = await lab.compile(GOOD, 'good');
    const loaded = valueOf(await loadScheduler(lab.context, { object, ...lab }));
    if (loaded.kind !== 'running') throw new Error(loaded.log);
    const { sample } = await watchUntil(({ extTasks }) => extTasks !== null && extTasks > 0);
    expect(sample).toMatchObject({ state: 'enabled', ops: 'good', switchAll: true });
    if (kernel !== '6.12') {
      const { rates } = await watchUntil((_, between) =>
        [...(between?.events.values() ?? [])].some((rate) => rate !== null && rate > 0),
      );
      for (const rate of rates!.events.values()) expect(rate ?? 0).toBeGreaterThanOrEqual(0);
    }
    await loaded.run.unload();
    const gone = await watchUntil(({ state }) => state === 'disabled');
    expect(gone.sample).toMatchObject({ ops: null, extTasks: null });
    expect(gone.sample.events.size).toBe(0);
  });
});
