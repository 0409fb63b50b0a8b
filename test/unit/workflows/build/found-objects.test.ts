import { symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createFiles } from '../../../../extension/hosts';
import { foundObjects } from '../../../../extension/workflows/build/found-objects';
import { givenObject } from '../../../../extension/workflows/build/given-object';
import { OBJECT, projectTree } from './project-tree';

const tree = projectTree();

const objectsOf = async (source: string) =>
  (await foundObjects(createFiles(), tree.path(source))).map(
    ({ path, isCurrent }) => `${isCurrent ? 'new' : 'old'} ${path.slice(tree.root.length + 1)}`,
  );

it('finds what make and meson made, the newest first, and tells what is older than the source', async () => {
  tree.write('scheds/mine.bpf.c', '', 500);
  tree.write('scheds/mine.bpf.o', OBJECT, 400);
  tree.write('scheds/build/obj/sched_ext/mine.bpf.o', OBJECT, 600);
  tree.write('build-debug/scheds/mine.p/mine.bpf.o', OBJECT, 700);
  tree.write('build/other.bpf.o', OBJECT, 800);
  tree.write('build/a/mine.bpf.o', 'no object', 900);
  tree.write('elsewhere/mine.bpf.o', OBJECT, 900);
  expect(await objectsOf('scheds/mine.bpf.c')).toEqual([
    'new build-debug/scheds/mine.p/mine.bpf.o',
    'new scheds/build/obj/sched_ext/mine.bpf.o',
    'old scheds/mine.bpf.o',
  ]);
});

it('finds what a build script of its crate has linked, and nothing of other crates', async () => {
  tree.write('Cargo.toml', '[workspace]\n');
  tree.write('rust/mine/Cargo.toml', '[package]\nname = "mine"\n');
  tree.write('rust/mine/src/bpf/main.bpf.c', '', 1);
  const out = (crate: string) => `target/release/build/${crate}-0123456789abcdef/out`;
  tree.write(`${out('mine')}/main.bpf.o`, OBJECT);
  tree.write(`${out('mine')}/bpf.bpf.o`, OBJECT);
  tree.write(`${out('mine-too')}/bpf.bpf.o`, OBJECT);
  tree.write('target/release/deps/main.bpf.o', OBJECT);
  expect(await objectsOf('rust/mine/src/bpf/main.bpf.c')).toEqual([`new ${out('mine')}/bpf.bpf.o`]);
});

it('ends in loops of links, and does not follow them out of the folder', async () => {
  tree.write('mine.bpf.c', '', 1);
  tree.write('build/a/mine.bpf.o', OBJECT);
  tree.write('secret/mine.bpf.o', OBJECT);
  symlinkSync('..', tree.path('build/a/up'));
  symlinkSync('self', tree.path('build/self'));
  symlinkSync(tree.path('secret'), tree.path('build/secret'));
  expect(await objectsOf('mine.bpf.c')).toEqual(['new build/a/mine.bpf.o']);
});

it('gives an object as it is, and says when its source is newer', async () => {
  tree.write('mine.bpf.c', 'text', 500);
  tree.write('mine.bpf.o', OBJECT, 600);
  const source = tree.path('mine.bpf.c');
  const path = tree.path('mine.bpf.o');
  const given = () => givenObject(createFiles(), { source, path, kernelBuild: 'k' });
  expect(await given()).toMatchObject({
    kind: 'ok',
    value: { object: { source, path, bytes: OBJECT, sources: [{ text: 'text' }] }, findings: [] },
  });
  tree.write('mine.bpf.c', 'newer', 700);
  expect(await given()).toMatchObject({
    value: { findings: [{ code: 'build/stale-object', severity: 'warning', file: source }] },
  });
  tree.write('mine.bpf.o', 'text');
  expect(await given()).toMatchObject({ problem: { code: 'not-a-scheduler' } });
});

it('says that a given object is gone', async () => {
  const lost = { source: '/a.bpf.c', path: tree.path('gone.bpf.o'), kernelBuild: 'k' };
  expect(await givenObject(createFiles(), lost)).toMatchObject({ problem: { code: 'no-object' } });
  expect(await givenObject(createFiles(), { ...lost, path: tree.root })).toMatchObject({
    problem: { code: 'no-object' },
  });
});
