/** What callbacks cost, counted by a kernel, in both ways of asking it; and that it stops counting. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallbackCost } from '../../extension/core/callback-cost/callback-cost';
import { loadScheduler, type Run } from '../../extension/workflows/load/load';
import { watchCosts } from '../../extension/workflows/observe/callback-cost';
import { countedRuns } from './counted-programs';
import { hidePerl, removeForeign } from './foreign-schedulers';
import { openLab, until, valueOf, type LabTarget } from './lab-target';
import { addPython } from './python-in-lab';
import { GOOD } from './schedulers';

/** All names of its programs begin with the 15 characters that a kernel keeps. */
const NAME = 'good_with_a_long_name';
const ENQUEUE = `${NAME}_enqueue`;

describe.each(['6.12', 'newest'])('callback costs on kernel %s', (kernel) => {
  let lab: LabTarget;
  let run: Run;
  beforeAll(async () => {
    lab = await openLab(kernel);
    const object = await lab.compile(GOOD.replaceAll('good', NAME), NAME);
    const loaded = valueOf(await loadScheduler(lab.context, { object, ...lab }));
    if (loaded.kind !== 'running') throw new Error(loaded.log);
    run = loaded.run;
  });
  afterAll(async () => {
    await run.unload();
    await removeForeign(lab);
    await lab.close();
  });

  const isCounting = async () => (await lab.shell('cat /proc/sys/kernel/bpf_stats_enabled')).trim();
  /** Scripts of ours that count, and what guards them. */
  const counting = async () =>
    (await lab.shell('ps -o args | grep -c "[b]pf_stats_enabled" || true')).trim();

  /** Costs as they come, while the lab has something to do. */
  async function measure(enough: (costs: readonly CallbackCost[]) => boolean) {
    let seen: readonly CallbackCost[] = [];
    const watching = watchCosts(lab.host, { intervalMs: 100, onCosts: (costs) => (seen = costs) });
    await until(
      async () => {
        await lab.shell('true'); // Wakes tasks up.
        return seen;
      },
      enough,
      30,
    );
    return { watching, seen: () => seen };
  }

  const isEnqueued = (costs: readonly CallbackCost[]) =>
    costs.some(({ name, averageNs }) => name === ENQUEUE && averageNs !== null);

  it('are asked for by bpf(2) with an interpreter: the kernel stops with it', async () => {
    const { watching, seen } = await measure(isEnqueued);
    expect(await isCounting()).toBe('0'); // It is no setting then.
    expect(seen().map(({ name }) => name)).toContain(ENQUEUE);
    expect(await countedRuns(lab)).toBeGreaterThan(0);
    watching.end();
    await watching.done;
    expect(await counting()).toBe('0');
    expect(await countedRuns(lab)).toBe(0);
  });

  it('are asked for by sysctl where there is no interpreter, which is turned off again', async () => {
    await hidePerl(lab);
    const { watching, seen } = await measure(isEnqueued);
    expect(await isCounting()).toBe('1');
    const cost = seen().find(({ name }) => name === ENQUEUE)!;
    expect(cost.callsPerSecond).toBeGreaterThan(0);
    expect(cost.share).toBeLessThan(1);
    watching.end();
    await watching.done;
    await until(isCounting, (value) => value === '0', 10);
  });

  it('are turned off by a guard when the script is killed', async () => {
    const { watching } = await measure(isEnqueued);
    await lab.shell(
      `kill -9 $(ps -o args | sed -n 's|.*echo 0 >"$1" \\([0-9]*\\) /proc.*|\\1|p')`, // Its guard names it.
    );
    await watching.done;
    await until(isCounting, (value) => value === '0', 10);
    await until(counting, (value) => value === '0', 10);
  });

  it('are asked for by bpf(2) with python3 as with perl', async () => {
    await hidePerl(lab);
    await addPython(lab);
    const { watching, seen } = await measure(isEnqueued);
    expect(await lab.shell('ps -o args | grep "[p]ython3 -c"')).not.toBe('');
    expect(await isCounting()).toBe('0');
    expect(await countedRuns(lab)).toBeGreaterThan(0);
    const cost = seen().find(({ name }) => name === ENQUEUE)!;
    expect(cost.callsPerSecond).toBeGreaterThan(0);
    expect(cost.share).toBeLessThan(1);
    watching.end();
    await watching.done;
    expect(await counting()).toBe('0');
    expect(await countedRuns(lab)).toBe(0);
  });
});
