import { baseNameOf, folderOfPath } from '../../core/findings/file-path';
import type { Files } from '../../hosts/api';

/**
 * Programs that make has built for a scheduler `NAME.bpf.c`: `build/NAME` (our templates), `build/bin/NAME`
 * (`tools/sched_ext/Makefile` of the kernel, 6.12 to 7.3) or `NAME`, in the folder of its source.
 */
export async function makePrograms(files: Files, source: string): Promise<readonly string[]> {
  const folder = folderOfPath(source);
  const name = baseNameOf(source).replace(/\.bpf\.c$/, '');
  const places = ['build', 'build/bin', '.'].map((place) => `${folder}/${place}`);
  const found = await Promise.all(
    places.map(async (place) => {
      const path = `${place.replace(/\/\.$/, '')}/${name}`;
      // A folder of that name is no program.
      return ((await files.realPath(path))?.fileBytes ?? null) === null ? [] : [path];
    }),
  );
  return found.flat();
}
