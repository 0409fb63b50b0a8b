/** What was seen of each fault, for the table in test/README.md. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Ended } from '../command-line';
import { REPOSITORY, until } from '../lab-target';
import type { FaultyLab, Person } from './faulty-lab';

/** The longest that anything may stay: a target waits 30 s for a sign of life, and looks every 5 s. */
const GONE_WITHIN_S = 60;

export interface Seen {
  /** From now until the target had no scheduler, pin or file of ours any more. */
  readonly outAfterS: number;
  /** From now until nothing of ours ran there. */
  readonly goneAfterS: number;
  /** What the command said, if it lived to say it. */
  readonly said: Ended;
}

/**
 * The check after every fault: waits until the target is as it was before, and looks that nothing is left
 * here. `command` is the end of the program that met the fault; it may have ended already.
 */
export async function afterwards(
  lab: FaultyLab,
  people: readonly Person[],
  command: Ended | Promise<Ended>,
): Promise<Seen> {
  const since = Date.now();
  const seconds = () => (Date.now() - since) / 1000;
  const isEmpty = (left: readonly string[]) => left.length === 0;
  await until(lab.loaded, isEmpty, GONE_WITHIN_S);
  const outAfterS = seconds();
  await until(lab.leftovers, isEmpty, GONE_WITHIN_S);
  const goneAfterS = seconds();
  const said = await command;
  const left = async () => [
    ...(await lab.leftovers()),
    ...people.flatMap((person) => person.leftovers()),
  ];
  await until(left, isEmpty);
  note({ outAfterS, goneAfterS, said });
  return { outAfterS, goneAfterS, said };
}

/** One line a fault: test, seconds, status, the first line of the message. */
function note({ outAfterS, goneAfterS, said }: Seen): void {
  const folder = join(REPOSITORY, 'test-results');
  mkdirSync(folder, { recursive: true });
  const message = (said.stderr === '' ? said.stdout : said.stderr)
    .split('\n')
    .slice(0, 2)
    .join(' / ');
  const columns = [
    expect.getState().currentTestName,
    outAfterS.toFixed(1),
    goneAfterS.toFixed(1),
    said.status ?? 'killed',
    message,
  ];
  appendFileSync(join(folder, 'faults.tsv'), columns.join('\t') + '\n');
}
