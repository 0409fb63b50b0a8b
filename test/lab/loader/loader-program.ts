/** The loader program of test/fixtures/loaders, built for one kernel. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY, type LabTarget } from '../lab-target';

const run = promisify(execFile);
const SOURCES = join(REPOSITORY, 'test/fixtures/loaders');

export interface LoaderProgram {
  /** Absolute path; with a blank and an umlaut in it. */
  readonly path: string;
  /** The same, linked to the shared libraries of this machine. */
  readonly dynamicPath: string;
  remove(): void;
}

export async function buildLoader(lab: LabTarget): Promise<LoaderProgram> {
  const text = readFileSync(join(SOURCES, 'loader.bpf.c'), 'utf8');
  const object = await lab.compile(text, 'loader');
  const folder = mkdtempSync(join(tmpdir(), 'scx-loader-'));
  const compile = async (name: string, flags: readonly string[]) => {
    const path = join(folder, name);
    const define = `-DOBJECT="${object.strippedPath}"`;
    const libraries = ['-lbpf', '-lelf', '-lz'];
    const source = join(SOURCES, 'loader.c');
    await run('gcc', ['-O2', '-Wall', ...flags, define, source, '-o', path, ...libraries]);
    return path;
  };
  return {
    path: await compile('scx_loadéd', ['-static']),
    dynamicPath: await compile('scx_dynamic', []),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
