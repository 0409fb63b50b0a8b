/**
 * Writes cpio archives in the "newc" format that the kernel unpacks as its first root file system
 * (Documentation/driver-api/early-userspace/buffer-format.rst, 6.18). No time stamps, owners or
 * inode numbers of this machine get in: the same entries give the same bytes. The kernel accepts
 * several archives one after the other in one initramfs.
 */
export type CpioEntry =
  | { readonly kind: 'folder'; readonly path: string; readonly mode?: number }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly mode: number;
      readonly content: Uint8Array;
    }
  | { readonly kind: 'link'; readonly path: string; readonly to: string }
  | {
      readonly kind: 'device';
      readonly path: string;
      readonly mode: number;
      readonly major: number;
      readonly minor: number;
    };

const FOLDER = 0o040000;
const FILE = 0o100000;
const LINK = 0o120000;
const CHARACTER_DEVICE = 0o020000;
const ALIGNMENT = 4;
/** Archives are padded to whole blocks, so that the next one starts aligned. */
const BLOCK = 512;

/** One archive. Paths have no leading slash; folders are added where an entry needs one. */
export function cpioArchive(entries: readonly CpioEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  withFolders(entries).forEach((entry, index) => parts.push(...record(entry, index + 1)));
  parts.push(...header('TRAILER!!!', { inode: 0, mode: 0, size: 0, links: 1 }));
  const archive = Buffer.concat(parts);
  return Buffer.concat([archive, padding(archive.length, BLOCK)]);
}

/** Sorted by path, each once (the last one given wins), parents before what is in them. */
function withFolders(entries: readonly CpioEntry[]): CpioEntry[] {
  const byPath = new Map<string, CpioEntry>();
  for (const entry of entries) {
    const names = entry.path.split('/');
    for (let depth = 1; depth < names.length; depth++) {
      const path = names.slice(0, depth).join('/');
      if (!byPath.has(path)) byPath.set(path, { kind: 'folder', path });
    }
    byPath.set(entry.path, entry);
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function record(entry: CpioEntry, inode: number): Buffer[] {
  switch (entry.kind) {
    case 'folder':
      return header(entry.path, { inode, mode: FOLDER | (entry.mode ?? 0o755), size: 0, links: 2 });
    case 'file': {
      const { content } = entry;
      const head = header(entry.path, {
        inode,
        mode: FILE | entry.mode,
        size: content.length,
        links: 1,
      });
      return [...head, Buffer.from(content), padding(content.length, ALIGNMENT)];
    }
    case 'link': {
      const to = Buffer.from(entry.to);
      const head = header(entry.path, { inode, mode: LINK | 0o777, size: to.length, links: 1 });
      return [...head, to, padding(to.length, ALIGNMENT)];
    }
    case 'device': {
      const { major, minor } = entry;
      const mode = CHARACTER_DEVICE | entry.mode;
      return header(entry.path, { inode, mode, size: 0, links: 1, major, minor });
    }
  }
}

interface HeaderFields {
  readonly inode: number;
  readonly mode: number;
  readonly size: number;
  readonly links: number;
  readonly major?: number;
  readonly minor?: number;
}

function header(path: string, fields: HeaderFields): Buffer[] {
  const name = Buffer.from(path + '\0');
  const numbers = [
    fields.inode,
    fields.mode,
    0, // uid
    0, // gid
    fields.links,
    0, // mtime
    fields.size,
    0, // device of the file system, major and minor
    0,
    fields.major ?? 0,
    fields.minor ?? 0,
    name.length,
    0, // check sum: unused in this format
  ];
  const text = '070701' + numbers.map((number) => number.toString(16).padStart(8, '0')).join('');
  return [Buffer.from(text), name, padding(text.length + name.length, ALIGNMENT)];
}

function padding(length: number, alignment: number): Buffer {
  return Buffer.alloc((alignment - (length % alignment)) % alignment);
}
