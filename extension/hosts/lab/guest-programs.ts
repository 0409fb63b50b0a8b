/**
 * The programs of a lab's root file system: busybox, bash, sshd, bpftool and a few more with their
 * libraries, from Debian packages that are unpacked into a folder and never installed.
 */
import { createHash } from 'node:crypto';
import { readFile, realpath, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import { cacheEntry } from './cache-entry';
import type { CpioEntry } from './cpio-archive';
import { runStep, type LabContext, type LabStep } from './lab-context';
import { unpackPackages } from './packaged-kernel';
import { openPrivateApt } from './private-apt';

/** bpftool 7.5 is the oldest that knows struct_ops links and sched_ext's kfunc declarations. */
const GUEST_SUITES = ['bookworm', 'bookworm-backports'];
const GUEST_PACKAGES = [
  'busybox-static',
  'bash',
  'openssh-server',
  'openssh-sftp-server',
  'bpftool/bookworm-backports',
  'util-linux',
  'libcap2-bin',
  'perl-base',
];
/** Of all that these packages depend on, the guest needs the programs themselves and libraries. */
const KEPT_PACKAGE =
  /^(?:busybox-static|bash|openssh-server|openssh-sftp-server|bpftool|util-linux=|libcap2-bin=|perl-base|lib\w|zlib1g)/;
const LIBRARY_FOLDER = 'lib/x86_64-linux-gnu';
/** The package's /lib64 link is absolute: it would lead out of the tree. */
const LOADER = `${LIBRARY_FOLDER}/ld-linux-x86-64.so.2`;
const LOADER_IN_GUEST = 'lib64/ld-linux-x86-64.so.2';

/** Places in the packages, and in the guest. */
const PROGRAMS = {
  'bin/busybox': 'bin/busybox',
  'bin/bash': 'bin/bash',
  'usr/sbin/sshd': 'usr/sbin/sshd',
  'usr/sbin/bpftool': 'usr/sbin/bpftool',
  // What targets have beside busybox: real-time priority for the lease, capabilities.
  'usr/bin/chrt': 'usr/bin/chrt',
  'usr/bin/setpriv': 'usr/bin/setpriv',
  'sbin/getcap': 'sbin/getcap',
  'sbin/setcap': 'sbin/setcap',
  // Makes the calls of bpf(2) for which bpftool has no command: without its modules.
  'usr/bin/perl': 'usr/bin/perl',
  'usr/lib/openssh/sftp-server': 'usr/lib/openssh/sftp-server',
} as const;

/** What the guest is made of: another list is another folder of the cache. */
export const GUEST_RECIPE = createHash('sha256')
  .update(JSON.stringify([GUEST_PACKAGES, PROGRAMS]))
  .digest('hex')
  .slice(0, 12);

const READING = {
  doing: 'read the programs of the lab',
  code: 'lab-programs-broken',
  nextStep: 'Remove the folder "lab/programs" of the cache and try again.',
} as const;

/** Downloads and unpacks the packages, once; the folder that holds them as one tree. */
export function guestPackages(context: LabContext, step: LabStep): Promise<Outcome<string>> {
  return cacheEntry(join(context.folder, 'programs', GUEST_RECIPE), step, async (part) => {
    const apt = await openPrivateApt(context, 'guest', GUEST_SUITES, step);
    if (apt.kind !== 'ok') return apt;
    const all = await apt.value.closure(GUEST_PACKAGES, step);
    if (all.kind !== 'ok') return all;
    const kept = all.value.filter((name) => KEPT_PACKAGE.test(name));
    step.onProgress?.(`Downloading the lab's programs (${kept.length} small packages)`);
    const fetched = await apt.value.download(kept, part, step);
    if (fetched.kind !== 'ok') return fetched;
    const unpacked = await unpackPackages(context, part, part, step);
    await rm(join(part, 'usr/share'), { recursive: true, force: true });
    return unpacked;
  });
}

/** The programs, their libraries and busybox's command names as entries of a root file system. */
export async function guestProgramEntries(
  context: LabContext,
  tree: string,
  step: LabStep,
): Promise<Outcome<CpioEntry[]>> {
  const libraries = await librariesOf(context, tree, step);
  if (libraries.kind !== 'ok') return libraries;
  const busybox = join(tree, 'bin/busybox');
  const applets = await runStep(context, [busybox, '--list'], READING, step);
  if (applets.kind !== 'ok') return applets;
  const taken = new Set<string>(Object.values(PROGRAMS).map((path) => basename(path)));
  const links = applets.value
    .split('\n')
    .filter((name) => name !== '' && !taken.has(name))
    .map((name): CpioEntry => ({ kind: 'link', path: `bin/${name}`, to: '/bin/busybox' }));
  const files = { ...PROGRAMS, [LOADER]: LOADER_IN_GUEST };
  const entries = await Promise.all([
    ...Object.entries(files).map(([from, to]) => fileEntry(join(tree, from), to)),
    ...libraries.value.map((path) => fileEntry(path, `${LIBRARY_FOLDER}/${basename(path)}`)),
  ]);
  return ok([...entries, ...links]);
}

async function fileEntry(from: string, path: string): Promise<CpioEntry> {
  return { kind: 'file', path, mode: 0o755, content: await readFile(await realpath(from)) };
}

/** Asks the guest's own loader, which resolves libraries inside the tree only. */
async function librariesOf(
  context: LabContext,
  tree: string,
  step: LabStep,
): Promise<Outcome<string[]>> {
  const folders = [LIBRARY_FOLDER, `usr/${LIBRARY_FOLDER}`].map((folder) => join(tree, folder));
  const found = new Set<string>();
  for (const program of Object.keys(PROGRAMS).filter((path) => !path.endsWith('busybox'))) {
    const argv = [join(tree, LOADER), '--library-path', folders.join(':'), '--list'] as const;
    const listed = await runStep(context, [...argv, join(tree, program)], READING, step);
    if (listed.kind !== 'ok') return listed;
    for (const [, path] of listed.value.matchAll(/ => (\/.*) \(0x/g)) {
      if (path?.startsWith(tree) === true && basename(path) !== basename(LOADER)) found.add(path);
    }
    const missing = /^\s*(\S+) => not found/m.exec(listed.value)?.[1];
    if (missing !== undefined) {
      return failed({
        kind: 'internal',
        code: READING.code,
        message: `Could not find the library ${missing} for the lab's ${basename(program)}`,
        nextStep: READING.nextStep,
        detail: listed.value,
      });
    }
  }
  return ok([...found].sort());
}
