import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';

/** This installation: the folder of our own package.json. */
export interface Installation {
  readonly folder: string;
  readonly version: string;
}

const PACKAGE = v.object({ name: v.literal('scx-studio'), version: v.string() });

/** Found from the script that runs, upwards: it lies in dist/, in a checkout and in a package. */
export function findInstallation(script: string): Installation {
  for (let folder = dirname(script); ; folder = dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json'));
    if (manifest) return { folder, version: manifest.version };
    if (folder === dirname(folder)) return { folder: dirname(script), version: 'unknown' };
  }
}

function readManifest(path: string) {
  try {
    const result = v.safeParse(PACKAGE, JSON.parse(readFileSync(path, 'utf8')));
    return result.success ? result.output : null;
  } catch {
    return null; // Not there, not readable or not JSON: not ours.
  }
}

export interface CachePlaces {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly installation: string;
}

/**
 * Where vmlinux.h, precompiled headers, objects and labs are kept: SCX_STUDIO_CACHE, else `.cache`
 * of a checkout, else the user's cache folder as the platform has it (XDG base directories on Linux).
 */
export function cacheDirectory(
  { env, platform, home, installation }: CachePlaces,
  exists: (path: string) => boolean = existsSync,
): string {
  const chosen = env['SCX_STUDIO_CACHE'] ?? '';
  if (chosen !== '') return chosen;
  if (exists(join(installation, '.git'))) return join(installation, '.cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'scx-studio');
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'scx-studio', 'Cache');
  }
  const xdg = env['XDG_CACHE_HOME'] ?? '';
  return join(xdg.startsWith('/') ? xdg : join(home, '.cache'), 'scx-studio');
}
