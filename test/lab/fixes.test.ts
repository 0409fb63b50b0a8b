/** Every fix takes its finding away: what the verifier refused, it takes with the fix applied. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../extension/core/findings/finding';
import { applyEdits } from '../../extension/core/fixes/fix';
import { fixOf } from '../../extension/core/fixes/fixes';
import { verifyScheduler } from '../../extension/workflows/verify/verify';
import { schedulerText } from '../unit/core/verifier/captured-logs';
import { openLab, REPOSITORY, valueOf, type LabTarget } from './lab-target';
import { FIXABLE } from './fixable-schedulers';

const CAPTURED = [
  'cpumask-not-put',
  'lock-held',
  'no-licence',
  'null-argument',
  'null-passed-on',
  'null-pointer',
  'null-task-from-pid',
  'null-wrong-copy',
  'off-by-one',
  'out-of-bounds',
  'preemption-not-enabled',
  'read-again',
  'ringbuf-not-submitted',
  'rcu-not-unlocked',
  'signed-bound',
  'three-programs',
  'unreleased-reference',
  'wrong-variable',
];
/** What `SCX: Show Me` makes: each is refused for one reason, which its fix takes away. */
const SHOW_ME = join(REPOSITORY, 'bpf-templates/show-me');
const SHOWN = readdirSync(SHOW_ME)
  .filter((file) => file.endsWith('.bpf.c'))
  .map((file) => ({
    name: file.replace('.bpf.c', ''),
    text: readFileSync(join(SHOW_ME, file), 'utf8'),
    only: undefined,
  }));
const CASES = [
  ...SHOWN,
  ...CAPTURED.map((name) => ({ name, text: schedulerText(name), only: undefined })),
  ...FIXABLE,
];

/** The oldest and the newest; between them only what is different there. */
describe.each(['6.12', '6.18', '7.3'])('fixes on %s', (kernel) => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab(kernel);
  });
  afterAll(() => lab.close());

  async function errorsOf(text: string, name: string): Promise<readonly Finding[]> {
    const object = await lab.compile(text, name);
    const request = { object, host: lab.host, facts: lab.facts };
    const { findings } = valueOf(await verifyScheduler(request));
    return findings;
  }

  it.each(CASES.filter(({ only }) => (only === undefined ? kernel !== '6.18' : only === kernel)))(
    '$name',
    async ({ name, text }) => {
      const [error, ...more] = await errorsOf(text, name);
      if (!error) throw new Error('the kernel takes it as it is');
      expect(more).toEqual([]);
      const fix = fixOf(error, text);
      if (!fix) throw new Error(`no fix for ${JSON.stringify(error, null, 2)}`);
      const fixed = applyEdits(text, fix.edits);
      expect(await errorsOf(fixed, name), fixed).toEqual([]);
    },
  );
});
