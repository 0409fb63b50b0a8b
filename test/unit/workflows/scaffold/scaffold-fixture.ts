/** What tests of scaffold work with: our own templates, and a new folder for each test. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach } from 'vitest';
import type { Outcome } from '../../../../extension/core/findings/problem';
import { readManifest } from '../../../../extension/core/scaffold/template-manifest';
import type { Files } from '../../../../extension/hosts/api';
import type { WorkflowContext } from '../../../../extension/workflows/context';
import type { Template } from '../../../../extension/workflows/scaffold';
import { createFakeHosts } from '../../../fakes/fake-hosts';

export const TEMPLATES = join(dirname(fileURLToPath(import.meta.url)), '../../../../bpf-templates');
const unused = () => Promise.reject(new Error('scaffold starts no process and reaches no machine'));

export const contextWith = (files: Files): WorkflowContext => ({
  tools: { find: unused, run: unused },
  files,
  hosts: createFakeHosts({ connect: unused, visit: unused }),
  cacheDir: '/nowhere',
  templatesDir: TEMPLATES,
  log: () => undefined,
  who: 'me@here',
  version: '0.0.1',
});

export const templateOf = (name: string): Template => {
  const folder = join(TEMPLATES, name);
  const read = readManifest(readFileSync(join(folder, 'template.json'), 'utf8'));
  if (read.kind === 'wrong') throw new Error(read.wrong);
  return { name, folder, isOwn: false, manifest: read.manifest };
};

export const problemOf = <T>(outcome: Outcome<T>) => {
  if (outcome.kind !== 'problem') throw new Error(`it is ${outcome.kind}`);
  return outcome.problem;
};

/** A folder that is there while a test runs; `everything` in it, sorted. */
export function useFolder() {
  const used = {
    folder: '',
    everything: () => readdirSync(used.folder, { recursive: true, encoding: 'utf8' }).sort(),
  };
  beforeEach(() => {
    used.folder = mkdtempSync(join(tmpdir(), "scx größe 'x' "));
  });
  afterEach(() => {
    rmSync(used.folder, { recursive: true, force: true });
  });
  return used;
}
