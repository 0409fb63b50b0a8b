import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createFiles } from '../../../../extension/hosts';
import { makeShowMe } from '../../../../extension/workflows/scaffold';
import { contextWith, problemOf, useFolder } from './scaffold-fixture';

const used = useFolder();
const make = () => makeShowMe(contextWith(createFiles()), used.folder);

it('makes a project of schedulers with headers and a README that names each', async () => {
  const made = await make();
  if (made.kind !== 'ok') throw new Error(made.kind);
  const { project, sources } = made.value;
  expect(project).toBe(`${used.folder}/show-me`);
  expect(sources.length).toBeGreaterThanOrEqual(6);
  const readme = readFileSync(`${project}/README.md`, 'utf8');
  for (const source of sources) expect(readme).toContain(source.slice(project.length + 1));
  expect(existsSync(`${project}/include/scx/common.bpf.h`)).toBe(true);
});

it('overwrites nothing, and leaves nothing half-written', async () => {
  mkdirSync(`${used.folder}/show-me`);
  writeFileSync(`${used.folder}/show-me/3-reference.bpf.c`, 'mine');
  expect(problemOf(await make())).toMatchObject({ code: 'file-exists' });
  expect(used.everything()).toEqual(['show-me', 'show-me/3-reference.bpf.c']);
});
