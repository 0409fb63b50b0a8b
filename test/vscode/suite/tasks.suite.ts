import { strict as assert } from 'node:assert';
import { ProcessExecution, TaskGroup, tasks } from 'vscode';

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

  it("offers the project's own build, as a process without a shell", async () => {
    const [own, ...further] = await tasks.fetchTasks({ type: 'scx-project' });
    assert.equal(own?.name, 'make');
    assert.deepEqual(further, []);
    assert.deepEqual(own.definition, { type: 'scx-project', tool: 'make' });
    assert.equal(own.group?.id, TaskGroup.Build.id);
    assert.ok(own.execution instanceof ProcessExecution);
    assert.equal(own.execution.process, 'make');
  });
});
