/**
 * What static loader programs are built of, in Rust and in C, from Debian packages that are unpacked and
 * never installed: the sources of libbpf-rs and what it needs, and a root for the compiler with the static
 * libraries that both link with and their headers.
 */
import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Outcome } from '../../../extension/core/findings/problem';
import { cacheEntry } from '../../../extension/hosts/lab/cache-entry';
import type { LabContext, LabStep } from '../../../extension/hosts/lab/lab-context';
import { unpackPackages } from '../../../extension/hosts/lab/packaged-kernel';
import { openPrivateApt } from '../../../extension/hosts/lab/private-apt';
import { CACHE } from '../lab-target';

const SUITES = ['bookworm', 'trixie'];
/** libbpf-rs and all that it needs; anyhow and ctrlc, which loaders usually use. */
const CRATES = [
  ...['anyhow', 'bitflags', 'cc', 'cfg-aliases', 'cfg-if', 'ctrlc', 'libbpf-rs', 'libbpf-sys'],
  ...['libc', 'nix', 'pkg-config', 'shlex', 'vsprintf'],
].map((name) => `librust-${name}-dev/trixie`);
/**
 * libbpf 1.5 wants a newer libc than bookworm's. trixie's libelf 0.192 can't be linked statically: it
 * lacks eu_search_tree_init.
 */
const LIBRARIES = [
  ...['libbpf-dev/trixie', 'libc6-dev/trixie', 'linux-libc-dev/trixie'],
  ...['libelf-dev/bookworm', 'zlib1g-dev/bookworm'],
];
const PACKAGES = [...CRATES, ...LIBRARIES];

const RECIPE = createHash('sha256').update(JSON.stringify(PACKAGES)).digest('hex').slice(0, 12);
const FOLDER = join(CACHE, 'rust', RECIPE);

/** Paths in the folder that the packages make. */
export const RUST_PACKAGES = {
  /** The root of the libraries, as a linker knows one. */
  root: FOLDER,
  libraries: join(FOLDER, 'usr/lib/x86_64-linux-gnu'),
  /** A directory source of cargo. */
  crates: join(FOLDER, 'usr/share/cargo/registry'),
};

/** Downloads and unpacks them, once. */
export function ensureRustPackages(
  tools: LabContext['tools'],
  step: LabStep,
): Promise<Outcome<string>> {
  return cacheEntry(FOLDER, step, async (part) => {
    step.onProgress?.('Rust crates: libbpf-rs and static libraries into .cache/rust, 23 MB once');
    const context = { folder: part, tools };
    const apt = await openPrivateApt(context, 'rust', SUITES, step);
    if (apt.kind !== 'ok') return apt;
    const fetched = await apt.value.download(PACKAGES, part, step);
    if (fetched.kind !== 'ok') return fetched;
    const unpacked = await unpackPackages(context, part, part, step);
    if (unpacked.kind !== 'ok') return unpacked;
    await removeUnused(part);
    return ok(undefined);
  });
}

/** Shared libraries too: rustc asks for those first. */
async function removeUnused(folder: string): Promise<void> {
  const paths = await readdir(folder, { recursive: true });
  const shared = paths.filter((path) => path.endsWith('.so'));
  const unused = ['apt', 'usr/share/doc', ...shared];
  await Promise.all(unused.map((path) => rm(join(folder, path), { recursive: true, force: true })));
}
