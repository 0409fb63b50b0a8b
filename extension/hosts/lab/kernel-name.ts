/**
 * Names of lab kernels and of Debian's kernel packages. Pure: text in, data out.
 *
 * Debian's backports suite has kernels with CONFIG_SCHED_CLASS_EXT on, named
 * `linux-image-<release>`, release being for example `6.18.15+deb13-cloud-amd64`. From 6.19 on the
 * files are in `linux-binary-`, `linux-base-` and, later, `linux-modules-<release>`.
 */
export type KernelName =
  | { readonly kind: 'newest' }
  | { readonly kind: 'minor'; readonly minor: string }
  | { readonly kind: 'image'; readonly path: string };

/** The long-term kernel: no package has sched_ext switched on, so it is built from source. */
export const LTS_MINOR = '6.12';

const PACKAGE = /^linux-image-((\d+)\.(\d+)\.(\d+)\+deb\d+(?:\.\d+)?-cloud-amd64)$/;
const PACKAGE_PARTS = ['linux-image', 'linux-binary', 'linux-base', 'linux-modules'];
/** The first release with sched_ext. */
const FIRST = [6, 12, 0] as const;

/** `newest`, `6.18`, or the absolute path of a bzImage; null for anything else. */
export function parseKernelName(text: string): KernelName | null {
  if (text === 'newest') return { kind: 'newest' };
  if (/^\d+\.\d+$/.test(text)) return { kind: 'minor', minor: text };
  return text.startsWith('/') ? { kind: 'image', path: text } : null;
}

/** `6.18` of `6.18.15+deb13-cloud-amd64`. */
export function minorOf(release: string): string {
  return /^\d+\.\d+/.exec(release)?.[0] ?? release;
}

/** Releases among package names, newest first. */
export function packagedReleases(packageNames: readonly string[]): string[] {
  return packageNames
    .map((name) => PACKAGE.exec(name)?.[1])
    .filter((release) => release !== undefined)
    .filter((release) => compareNumbers(numbers(release), FIRST) >= 0)
    .sort((a, b) => compareReleases(b, a));
}

/** Those packages of a release that exist, `linux-image` first. */
export function packagesOf(release: string, packageNames: readonly string[]): string[] {
  const known = new Set(packageNames);
  return PACKAGE_PARTS.map((part) => `${part}-${release}`).filter((name) => known.has(name));
}

/** The newest release of a minor, or of all; null when there is none. */
export function newestRelease(releases: readonly string[], minor?: string): string | null {
  const fitting = releases.filter((release) => minor === undefined || minorOf(release) === minor);
  return fitting.sort((a, b) => compareReleases(b, a))[0] ?? null;
}

/** By number, not by letter: 6.9 is older than 6.10. */
export function compareReleases(a: string, b: string): number {
  return compareNumbers(numbers(a), numbers(b)) || (a < b ? -1 : a > b ? 1 : 0);
}

function numbers(release: string): readonly number[] {
  const version = /^[\d.]+(?:\+deb[\d.]+)?/.exec(release)?.[0] ?? '';
  return (version.match(/\d+/g) ?? []).map(Number);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
