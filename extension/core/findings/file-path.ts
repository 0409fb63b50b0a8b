/**
 * Paths as text, of this machine or of another one: POSIX (`/a/b.c`), Windows (`C:\a\b.c`) and UNC
 * (`\\server\share\b.c`).
 */
const WINDOWS = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** `/`, `C:\` or `\\server\share\`. */
const ROOT = /^(?:[A-Za-z]:[\\/]|\\\\[^\\/]*[\\/]?[^\\/]*[\\/]?|\/)/;

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || WINDOWS.test(path);
}

/**
 * An absolute path as it stands below an absolute folder, with forward slashes; null when it lies
 * elsewhere, or is the folder itself.
 */
export function pathBelow(folder: string, path: string): string | null {
  if (!isAbsolutePath(folder) || !isAbsolutePath(path)) return null;
  const ignoresCase = WINDOWS.test(path);
  const above = segmentsOf(folder);
  const all = segmentsOf(path);
  const same = (one: string, other: string | undefined) =>
    ignoresCase ? one.toLowerCase() === other?.toLowerCase() : one === other;
  const isBelow = all.length > above.length && above.every((name, at) => same(name, all[at]));
  return isBelow ? all.slice(above.length).join('/') : null;
}

/**
 * `path` as it stands in an absolute folder, in the folder's own style. `.` and `..` are resolved; above a
 * drive, a share or `/` there is nothing.
 */
export function joinedPath(folder: string, path: string): string {
  const isWindows = WINDOWS.test(folder);
  const isWhole = isWindows ? WINDOWS.test(path) : path.startsWith('/');
  const whole = isWhole ? path : `${folder}/${path}`;
  const [root = ''] = ROOT.exec(whole) ?? [];
  const names = segmentsOf(whole.slice(root.length), isWindows);
  const below = names.filter((name) => name !== '..');
  if (!isWindows) return '/' + below.join('/');
  const top = root.replaceAll('/', '\\').replace(/\\$/, '');
  return `${top}\\${below.join('\\')}`;
}

/** The folder that an absolute path is in. */
export function folderOfPath(path: string): string {
  return joinedPath(path, '..');
}

/** The last name of a path. */
export function baseNameOf(path: string): string {
  return path.split(WINDOWS.test(path) ? /[\\/]/ : '/').at(-1) ?? '';
}

/** `file:///a%20b/c.h` for an absolute path, a relative reference for any other one (RFC 3986, 8089). */
export function uriOfPath(path: string): string {
  const segments = segmentsOf(path).map(encodeSegment);
  if (!isAbsolutePath(path)) return segments.join('/');
  if (path.startsWith('\\\\')) return `file://${segments.join('/')}`;
  // A drive keeps its colon.
  if (WINDOWS.test(path)) segments[0] = segments[0]?.replace('%3A', ':') ?? '';
  return `file:///${segments.join('/')}`;
}

/** Names between slashes, without `.` and with `..` taken back where there is something to take. */
function segmentsOf(path: string, isWindows = WINDOWS.test(path)): string[] {
  const names = path.split(isWindows ? /[\\/]/ : '/');
  const segments: string[] = [];
  for (const name of names) {
    if (name === '' || name === '.') continue;
    if (name === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else segments.push(name);
  }
  return segments;
}

/** Half of a surrogate pair is no character, and nothing that a URI can hold. */
function encodeSegment(name: string): string {
  return encodeURIComponent(name.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}
