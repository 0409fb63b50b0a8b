/** Each counter that a lab's kernel lists is explained; 6.12 has none. */
import { expect, it } from 'vitest';
import { eventCounter } from '../../extension/core/sched-ext/event-counters';
import { loadScheduler } from '../../extension/workflows/load/load';
import { readSample } from '../../extension/workflows/observe/samples';
import { openLab, valueOf } from './lab-target';
import { GOOD } from './schedulers';

it.each(['6.16', '6.18', 'newest'])('each counter of kernel %s is explained', async (kernel) => {
  const lab = await openLab(kernel);
  try {
    const object = await lab.compile(GOOD, 'good');
    const loaded = valueOf(await loadScheduler(lab.context, { object, ...lab }));
    if (loaded.kind !== 'running') throw new Error(loaded.log);
    const names = [...valueOf(await readSample(lab.host)).events.keys()];
    await loaded.run.unload();
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => eventCounter(name) === null)).toEqual([]);
  } finally {
    await lab.close();
  }
});
