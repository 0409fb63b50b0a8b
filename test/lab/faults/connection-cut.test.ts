import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openFaultyLab, type FaultyLab, type Person } from './faulty-lab';
import { PHASES, reach, type Phase } from './phases';
import { afterwards } from './seen';

describe('a connection', () => {
  let lab: FaultyLab;
  let person: Person;
  beforeAll(async () => {
    lab = await openFaultyLab('newest');
    person = lab.person('anna');
  });
  afterEach(() => {
    lab.network.cut();
    lab.network.thaw();
  });
  afterAll(() => lab.close());

  /** What the program says of a connection that it has lost. */
  const LOST = /^scx-studio: .*\btestbox\b.*/;
  /** A scheduler that was on its way, or there: what becomes of it. */
  const LEAVES_BY_ITSELF = /the target takes the scheduler out by itself/i;
  const expectWords = (phase: Phase, stderr: string) => {
    expect(stderr).toMatch(LOST);
    if (phase === 'register' || phase === 'running' || phase === 'unload') {
      expect(stderr).toMatch(LEAVES_BY_ITSELF);
    }
  };

  it.each(PHASES)('is cut during %s', async (phase) => {
    const command = await reach(phase, lab, person);
    lab.network.cut();
    const { said } = await afterwards(lab, [person], command.end);
    expectWords(phase, said.stderr);
  });

  it.each(PHASES)('goes silent during %s', async (phase) => {
    const command = await reach(phase, lab, person);
    lab.network.freeze();
    const { said } = await afterwards(lab, [person], command.end);
    expectWords(phase, said.stderr);
  });

  it('ends because the target reboots', async () => {
    const command = await reach('running', lab, person);
    await lab.crash('b');
    const said = await command.end;
    expect(said.status).toBe(3);
    expectWords('running', said.stderr);
    expect(person.leftovers()).toEqual([]);
  });
});
