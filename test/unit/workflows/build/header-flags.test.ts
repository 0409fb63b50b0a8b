import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '../../../../extension/hosts';
import { headerFlags } from '../../../../extension/workflows/build/header-flags';

/** As the scx project's begins, as far as it matters here. */
const WITH_OWN_KFUNCS = '#define BPF_NO_KFUNC_PROTOTYPES\n#include "vmlinux.h"\n';

describe('headers of a project', () => {
  let tree: string;
  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'scx größe '));
  });
  afterEach(() => {
    rmSync(tree, { recursive: true });
  });

  const write = (path: string, text = '') => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  const flagsOf = (source: string) => headerFlags(createFiles(), join(tree, source), '/templates');
  const OURS = { folders: ['-I', '/templates/include'], macros: [] };

  it('lie in tools/sched_ext of the kernel, beside its schedulers', async () => {
    write('tools/sched_ext/include/scx/common.bpf.h', '#include "vmlinux.h"\n');
    write('tools/sched_ext/include/bpf-compat/gnu/stubs.h');
    const include = join(tree, 'tools/sched_ext/include');
    expect(await flagsOf('tools/sched_ext/scx_simple.bpf.c')).toEqual({
      folders: ['-I', include, '-I', `${include}/bpf-compat`],
      macros: [],
    });
  });

  it('lie far above a scheduler in Rust of the scx project, and have kfuncs of their own', async () => {
    write('scheds/include/scx/common.bpf.h', WITH_OWN_KFUNCS);
    const found = {
      folders: ['-I', join(tree, 'scheds/include')],
      macros: ['-DBPF_NO_KFUNC_PROTOTYPES=', '-Wno-visibility'],
    };
    expect(await flagsOf('scheds/rust/scx_mine/src/bpf/main.bpf.c')).toEqual(found);
    expect(await flagsOf('lib/arena.bpf.c')).toEqual(found);
  });

  it('are the nearest ones', async () => {
    write('include/scx/common.bpf.h');
    write('mine/include/scx/common.bpf.h');
    const { folders } = await flagsOf('mine/mine.bpf.c');
    expect(folders).toEqual(['-I', join(tree, 'mine/include')]);
  });

  it('are the templates’ own for a source by itself', async () => {
    write('include/other.h');
    expect(await flagsOf('lone.bpf.c')).toEqual(OURS);
  });

  it('are not looked for above the git working tree, nor very far', async () => {
    write('include/scx/common.bpf.h');
    write('mine/.git/HEAD');
    expect(await flagsOf('mine/src/mine.bpf.c')).toEqual(OURS);
    expect(await flagsOf('a/b/c/d/e/f/mine.bpf.c')).toEqual(OURS);
  });
});
