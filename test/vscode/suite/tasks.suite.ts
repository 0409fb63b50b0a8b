import { strict as assert } from 'node:assert';
import { tasks } from 'vscode';

/** The workspace is the minimal template: one scheduler. */
const SOURCE = 'minimal.bpf.c';

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
