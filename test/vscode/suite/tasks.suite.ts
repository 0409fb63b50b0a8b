import { strict as assert } from 'node:assert';
import { tasks } from 'vscode';

/** The workspace is the fifo template: one scheduler. */
const SOURCE = 'fifo.bpf.c';

describe('tasks', () => {
  it('offers build, verify and load for the scheduler of the workspace', async () => {
    const offered = await tasks.fetchTasks({ type: 'scx' });
    assert.deepEqual(offered.map(({ name }) => name).sort(), [
      `build ${SOURCE}`,
      `load ${SOURCE}`,
      `verify ${SOURCE}`,
    ]);
    for (const { definition } of offered) assert.equal(definition['source'], SOURCE);
  });
});
