/** Each test of the suite inside the extension host, as a test here: one count for everything. */
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { runSuite } from './harness/run-suite';

const results = await runSuite(join(import.meta.dirname, '../../bpf-templates/fifo'));

describe('inside the extension host', () => {
  it.for(results)('$title', ({ state, error }, context) => {
    context.skip(state === 'skipped', 'skipped by the suite');
    if (state === 'failed') throw new Error(error ?? 'failed without a message');
  });
});
