/** The load of test/fixtures/load, which runs in a lab beside a scheduler. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { REPOSITORY, type LabTarget } from '../lab-target';

const SOURCE = join(REPOSITORY, 'test/fixtures/load/load.c');
const PATH = '/tmp/load';

/** What it did: each kind of strain was there. */
export type Strain = Readonly<
  Record<'wakeups' | 'forks' | 'moves' | 'affinities' | 'nices' | 'hotplugs', number>
>;

let program: Buffer | null = null;

function compiled(): Buffer {
  if (program !== null) return program;
  const folder = mkdtempSync(join(tmpdir(), 'scx-load-'));
  const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-static'];
  execFileSync('gcc', [...flags, SOURCE, '-o', join(folder, 'load')]);
  program = gzipSync(readFileSync(join(folder, 'load')));
  rmSync(folder, { recursive: true });
  return program;
}

export async function installLoad(lab: LabTarget): Promise<void> {
  await lab.send(compiled(), `gunzip > ${PATH} && chmod +x ${PATH}`);
}

/** Settles when it is over and everything of it is gone. */
export async function runLoad(lab: LabTarget, seconds: number): Promise<Strain> {
  return JSON.parse(await lab.shell(`${PATH} ${seconds}`)) as Strain;
}
