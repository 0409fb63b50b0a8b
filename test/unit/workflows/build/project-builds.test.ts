import { expect, it } from 'vitest';
import { createFiles } from '../../../../extension/hosts';
import { projectBuilds } from '../../../../extension/workflows/build/project-builds';
import { projectTree } from './project-tree';

const tree = projectTree();

/** `FOLDER: COMMAND`, the folder as it is below the tree's. */
const buildsOf = async (source: string, top: string | null = null) =>
  (await projectBuilds(createFiles(), tree.path(source), top === null ? null : tree.path(top))).map(
    ({ tool, args, folder }) =>
      `${folder.slice(tree.root.length + 1)}: ${[tool, ...args].join(' ')}`,
  );

it('makes a scheduler of tools/sched_ext by its name, and never the kernel', async () => {
  for (const name of ['Makefile', 'Kbuild', 'Kconfig']) tree.write(name, 'vmlinux: all\n');
  tree.write('tools/sched_ext/Makefile', 'targets = scx_simple\n$(targets): %: bin/%\n');
  expect(await buildsOf('tools/sched_ext/scx_simple.bpf.c')).toEqual([
    'tools/sched_ext: make scx_simple',
    'tools/sched_ext: make',
  ]);
  expect(await buildsOf('tools/sched_ext/scx_new.bpf.c')).toEqual(['tools/sched_ext: make']);
  expect(await buildsOf('mine/mine.bpf.c')).toEqual([]);
});

it('builds a crate of a workspace by its name in the folder of the workspace', async () => {
  tree.write('Cargo.toml', '[workspace]\nmembers = ["scheds/rust/*"]\n');
  tree.write('scheds/rust/scx_mine/Cargo.toml', '[package]\nname = "scx_mine"\n');
  const source = 'scheds/rust/scx_mine/src/bpf/main.bpf.c';
  expect(await buildsOf(source)).toEqual([': cargo build --release -p scx_mine']);
  expect(await buildsOf('lib/arena.bpf.c')).toEqual([': cargo build --release']);
});

it('offers nothing above the folder that is open', async () => {
  tree.write('Makefile', 'all: x\n');
  tree.write('Cargo.toml', '[workspace]\n');
  tree.write('rust/mine/Cargo.toml', '[package]\nname = "mine"\n');
  expect(await buildsOf('rust/mine/src/main.bpf.c', 'rust/mine')).toEqual([
    'rust/mine: cargo build --release',
  ]);
  expect(await buildsOf('lone/lone.bpf.c', 'lone')).toEqual([]);
});

it('sets up meson where the project begins, and compiles in folders that are set up', async () => {
  tree.write('meson.build', "project('mine', 'c')\n");
  tree.write('scheds/meson.build', "executable('mine')\n");
  expect(await buildsOf('scheds/mine.bpf.c')).toEqual([
    ': meson setup build',
    ': meson compile -C build',
  ]);
  tree.write('out-debug/meson-info/meson-info.json');
  expect(await buildsOf('scheds/mine.bpf.c')).toEqual([': meson compile -C out-debug']);
});

it('puts no name into a command that a shell or a tool could read as more', async () => {
  tree.write('Makefile', '$(touch x) -f a;b: all\n$`: x\n');
  for (const name of ['$(touch x)', '-f', 'a;b', '$`']) {
    expect(await buildsOf(`${name}.bpf.c`), name).toEqual([': make']);
  }
  tree.write('rust/Cargo.toml', '[workspace]\n[package]\nname = "a; touch x"\n');
  tree.write('${command:x}/Makefile', 'all: x\n');
  expect(await buildsOf('rust/main.bpf.c')).toEqual([': make', 'rust: cargo build --release']);
  expect(await buildsOf('${command:x}/a.bpf.c')).toEqual([]);
});
