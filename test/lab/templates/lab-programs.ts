/** The programs of test/fixtures/load, which run in a lab beside a scheduler. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { REPOSITORY, type LabTarget } from '../lab-target';

const NAMES = ['load', 'measure'];

/** What load.c did: each kind of strain was there. */
export type Strain = Readonly<
  Record<'wakeups' | 'forks' | 'moves' | 'affinities' | 'nices' | 'hotplugs', number>
>;

/** In µs since the beginning. */
type Turn = readonly [begin: number, end: number, cpu: number];

/** What measure.c saw of one task. */
export interface MeasuredTask {
  readonly cpuUs: number;
  readonly turns: readonly Turn[];
}

const compiled = new Map<string, Buffer>();

function compile(name: string): Buffer {
  const known = compiled.get(name);
  if (known) return known;
  const folder = mkdtempSync(join(tmpdir(), 'scx-load-'));
  const source = join(REPOSITORY, 'test/fixtures/load', `${name}.c`);
  const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-static'];
  execFileSync('gcc', [...flags, source, '-o', join(folder, name)]);
  const program = gzipSync(readFileSync(join(folder, name)));
  rmSync(folder, { recursive: true });
  compiled.set(name, program);
  return program;
}

export async function installPrograms(lab: LabTarget): Promise<void> {
  for (const name of NAMES)
    await lab.send(compile(name), `gunzip > /tmp/${name} && chmod +x /tmp/${name}`);
}

/** Settles when it is over and everything of it is gone. */
export async function runLoad(lab: LabTarget, seconds: number): Promise<Strain> {
  return JSON.parse(await lab.shell(`/tmp/load ${seconds}`)) as Strain;
}

/** `tasks` as measure.c describes them. */
export async function measure(
  lab: LabTarget,
  seconds: number,
  tasks: readonly string[],
): Promise<MeasuredTask[]> {
  return JSON.parse(
    await lab.shell(`/tmp/measure ${seconds} ${tasks.join(' ')}`),
  ) as MeasuredTask[];
}
