import { joinedPath } from '../../core/findings/file-path';
import type { Files } from '../../hosts/api';
import { foldersAbove } from './folders-above';

/** What every tree of schedulers has in a folder that is searched for headers. */
const HEADER = 'scx/common.bpf.h';
/** Where such trees keep what stands in for the C library's headers. */
const COMPATIBLE = 'bpf-compat';
/**
 * Headers that say this before vmlinux.h have kfuncs of their own in place of those of the target's (bpftool since
 * 7.5 writes those). The prelude has vmlinux.h before them, and must know. Their prototypes name types that older
 * kernels lack.
 */
const OWN_KFUNCS = 'BPF_NO_KFUNC_PROTOTYPES';

export interface HeaderFlags {
  readonly folders: readonly string[];
  /** What they want to be told before vmlinux.h is read. */
  readonly macros: readonly string[];
}

/**
 * Flags for the headers that a source is written for. They lie in the nearest `include` (beside the source, in
 * `tools/sched_ext` of the kernel, in `scheds` of the scx project) or `scheds/include`, from the source's folder up
 * to its git working tree. A source without any gets the templates' own.
 */
export async function headerFlags(
  files: Files,
  source: string,
  templatesDir: string,
): Promise<HeaderFlags> {
  const folder = (await foundFolder(files, source)) ?? joinedPath(templatesDir, 'include');
  const compatible = joinedPath(folder, COMPATIBLE);
  const text = (await files.readText(joinedPath(folder, HEADER))) ?? '';
  return {
    folders: ['-I', folder, ...((await files.exists(compatible)) ? ['-I', compatible] : [])],
    macros: text.includes(`#define ${OWN_KFUNCS}`) ? [`-D${OWN_KFUNCS}=`, '-Wno-visibility'] : [],
  };
}

async function foundFolder(files: Files, source: string): Promise<string | null> {
  for (const above of await foldersAbove(files, source)) {
    for (const name of ['include', 'scheds/include']) {
      const folder = joinedPath(above, name);
      if (await files.exists(joinedPath(folder, HEADER))) return folder;
    }
  }
  return null;
}
