import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, parse, sep } from 'node:path';
import { readSshConfig } from '../../core/ssh/ssh-config-hosts';

/** OpenSSH's own limit (READCONF_MAX_DEPTH in readconf.c of 9.2). */
const MAX_DEPTH = 16;
const MAX_FILE_BYTES = 1024 * 1024;

/** What the user's ssh configuration says, with all that it includes. */
export interface SshConfiguration {
  /** Names that can be connected to, in the order of the files. */
  readonly hosts: readonly string[];
  /** The user has chosen key exchanges: nothing else may. */
  readonly choosesKeyExchange: boolean;
}

/** Reads the user's and the system's files; runs nothing. */
export async function readSshConfiguration(
  home: string,
  platform = process.platform,
): Promise<SshConfiguration> {
  const folder = join(home, '.ssh');
  const system =
    platform === 'win32'
      ? join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'ssh', 'ssh_config')
      : '/etc/ssh/ssh_config';
  const seen = new Set<string>();
  const hosts = new Set<string>();
  let choosesKeyExchange = false;
  const read = async (path: string, base: string, depth: number): Promise<void> => {
    if (depth > MAX_DEPTH || seen.has(path)) return;
    seen.add(path);
    const text = await readSmallFile(path);
    if (text === null) return;
    const names = readSshConfig(text);
    for (const host of names.hosts) hosts.add(host);
    choosesKeyExchange ||= names.choosesKeyExchange;
    for (const pattern of names.includes) {
      for (const included of await filesLike(absolute(pattern, home, base))) {
        await read(included, base, depth + 1);
      }
    }
  };
  await read(join(folder, 'config'), folder, 0);
  await read(system, parse(system).dir, 0);
  return { hosts: [...hosts], choosesKeyExchange };
}

/** null for what is not there, no file, not readable, or far too large for a configuration. */
async function readSmallFile(path: string): Promise<string | null> {
  const entry = await stat(path).catch(() => null);
  if (entry?.isFile() !== true || entry.size > MAX_FILE_BYTES) return null;
  return readFile(path, 'utf8').catch(() => null);
}

/** `~` is the home folder; what is relative lies beside the configuration. */
function absolute(pattern: string, home: string, base: string): string {
  if (pattern === '~' || pattern.startsWith('~/')) return join(home, pattern.slice(1));
  return isAbsolute(pattern) ? pattern : join(base, pattern);
}

/** The paths that match, sorted, as glob(3) has them: `*` and `?` within a name. */
async function filesLike(pattern: string): Promise<string[]> {
  const { root } = parse(pattern);
  const segments = pattern.slice(root.length).split(/[\\/]/);
  let found = [root];
  for (const segment of segments) {
    found = /[*?]/.test(segment)
      ? (await Promise.all(found.map((folder) => entriesLike(folder, segment)))).flat()
      : found.map((folder) => join(folder, segment));
  }
  return found;
}

async function entriesLike(folder: string, pattern: string): Promise<string[]> {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const names = await readdir(folder).catch(() => []);
  const matching = names.filter((name) => new RegExp(`^${source}$`).test(name));
  const visible = matching.filter((name) => !name.startsWith('.') || pattern.startsWith('.'));
  return visible.sort().map((name) => folder.replace(/[\\/]$/, '') + sep + name);
}
