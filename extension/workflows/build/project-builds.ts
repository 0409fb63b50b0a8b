import type { ProjectTool } from '../../contracts/tasks';
import { readCargoManifest } from '../../core/project/cargo-manifest';
import { makeTargets } from '../../core/project/make-targets';
import { baseNameOf, joinedPath } from '../../core/findings/file-path';
import type { Files } from '../../hosts/api';
import { foldersAbove } from './folders-above';

/** A command of the project's own that builds a scheduler. */
export interface ProjectBuild {
  readonly tool: ProjectTool;
  /** Letters, digits and `-_.+=`, whatever files are called: no shell reads more into them. */
  readonly args: readonly string[];
  /** Absolute: where it runs. */
  readonly folder: string;
}

/** In the order in which GNU make looks for them. */
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];
/** The folder of the manuals, and the one that is made where there is none yet. */
const MESON_FOLDER = 'build';
const MOST_MESON_FOLDERS = 3;

/** A shell takes it as it stands, and no tool takes it for an option. */
const isPlain = (word: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(word);

/**
 * The commands by which the project of a source builds it, the narrowest first: make by the nearest Makefile, meson by
 * the `meson.build` that says `project(…)`, cargo by the crate that the source is in, or by its workspace. Nothing above
 * `top`, the folder that is open, is offered: it is not what the user trusted. Reads only; runs nothing.
 */
export async function projectBuilds(
  files: Files,
  source: string,
  top: string | null = null,
): Promise<readonly ProjectBuild[]> {
  const folders = await foldersAbove(files, source, top);
  const builds = await Promise.all([
    makeBuilds(files, folders, baseNameOf(source).replace(/\.bpf\.c$/, '')),
    mesonBuilds(files, folders),
    cargoBuilds(files, folders),
  ]);
  // VS Code puts variables into the folder of a task (1.139): a folder named after one would be another folder.
  return builds.flat().filter(({ folder }) => !folder.includes('${'));
}

async function makeBuilds(
  files: Files,
  folders: readonly string[],
  name: string,
): Promise<readonly ProjectBuild[]> {
  for (const folder of folders) {
    const names = await files.list(folder);
    const makefile = MAKEFILES.find((known) => names.includes(known));
    if (makefile === undefined) continue;
    // The root of the kernel's sources: its make builds a kernel.
    if (names.includes('Kbuild') && names.includes('Kconfig')) return [];
    const targets = makeTargets((await files.readText(joinedPath(folder, makefile))) ?? '');
    const all: ProjectBuild = { tool: 'make', args: [], folder };
    return isPlain(name) && targets.has(name) ? [{ ...all, args: [name] }, all] : [all];
  }
  return [];
}

async function mesonBuilds(
  files: Files,
  folders: readonly string[],
): Promise<readonly ProjectBuild[]> {
  for (const folder of folders) {
    const text = await files.readText(joinedPath(folder, 'meson.build'));
    if (text === null || !/^\s*project\s*\(/m.test(text)) continue;
    const configured = await configuredFolders(files, folder);
    const build = (...args: string[]): ProjectBuild => ({ tool: 'meson', args, folder });
    const compile = (name: string) => build('compile', '-C', name);
    if (configured.length > 0) return configured.map(compile);
    return [build('setup', MESON_FOLDER), compile(MESON_FOLDER)];
  }
  return [];
}

/** Base names; meson writes `meson-info` into a folder that it has set up (since 0.50). */
async function configuredFolders(files: Files, folder: string): Promise<readonly string[]> {
  const names = (await files.list(folder)).filter(isPlain);
  const isConfigured = await Promise.all(
    names.map((name) => files.exists(joinedPath(folder, `${name}/meson-info`))),
  );
  return names.filter((_, index) => isConfigured[index]).slice(0, MOST_MESON_FOLDERS);
}

/** A crate of a workspace is built in the workspace's folder, where its `target` is. */
async function cargoBuilds(
  files: Files,
  folders: readonly string[],
): Promise<readonly ProjectBuild[]> {
  let crate: { readonly folder: string; readonly name: string } | null = null;
  const build = (folder: string, ...args: string[]): readonly ProjectBuild[] => [
    { tool: 'cargo', args: ['build', '--release', ...args], folder },
  ];
  for (const folder of folders) {
    const text = await files.readText(joinedPath(folder, 'Cargo.toml'));
    if (text === null) continue;
    const { packageName, isWorkspace } = readCargoManifest(text);
    const name = crate?.name ?? packageName;
    if (isWorkspace) {
      return name !== null && isPlain(name) ? build(folder, '-p', name) : build(folder);
    }
    if (packageName !== null) crate ??= { folder, name: packageName };
  }
  return crate === null ? [] : build(crate.folder);
}
