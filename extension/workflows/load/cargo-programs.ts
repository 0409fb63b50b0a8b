import type { Files } from '../../hosts/api';

/**
 * Programs that cargo has built, the newest first; `target` is the folder `target` of a project or of a
 * cargo workspace. They are in `PROFILE/`, or `TRIPLE/PROFILE/` when a machine is named, each beside a
 * `NAME.d` of the sources that it is made of (as seen with cargo 1.85 and 1.96).
 */
export async function cargoPrograms(files: Files, target: string): Promise<readonly string[]> {
  const folders = (await subfolders(files, target)).flat();
  const found = await Promise.all(folders.map((folder) => programsIn(files, folder)));
  const dated = await Promise.all(
    found.flat().map(async (path) => ({ path, builtAt: (await files.modified(path)) ?? 0 })),
  );
  return dated.sort((a, b) => b.builtAt - a.builtAt).map(({ path }) => path);
}

/** Those of profiles: what else cargo keeps there has no `deps`. */
async function subfolders(files: Files, target: string): Promise<readonly string[][]> {
  const named = (await files.list(target)).map((name) => `${target}/${name}`);
  return Promise.all(
    named.map(async (folder) => {
      const names = await files.list(folder);
      if (names.includes('deps')) return [folder];
      const within = names.map((name) => `${folder}/${name}`);
      const profiles = await Promise.all(
        within.map(async (path) => (await files.list(path)).includes('deps')),
      );
      return within.filter((_, index) => profiles[index]);
    }),
  );
}

async function programsIn(files: Files, folder: string): Promise<readonly string[]> {
  const names = new Set(await files.list(folder));
  return [...names].filter((name) => names.has(`${name}.d`)).map((name) => `${folder}/${name}`);
}
