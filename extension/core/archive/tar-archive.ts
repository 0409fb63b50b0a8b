/**
 * Writes tar archives (ustar, POSIX.1-1988; names of more than 100 bytes as GNU's "@LongLink", which GNU tar,
 * busybox and bsdtar read). No time stamp and no owner of this machine gets in: the same entries give the
 * same bytes.
 */
export interface TarEntry {
  /** Relative, with forward slashes, without `..`. */
  readonly path: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;
const NAME_BYTES = 100;
const FILE = '0';
const LONG_NAME = 'L';
/** 2001-09-09: tar warns of files from 1970. */
const TIME_SECONDS = 1_000_000_000;

/** The archive, closed by two empty blocks. Folders are made by whoever unpacks. */
export function tarArchive(entries: readonly TarEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { path, content } of entries) {
    const name = new TextEncoder().encode(path);
    if (name.length > NAME_BYTES) {
      const long = new TextEncoder().encode(path + '\0');
      parts.push(...record(new TextEncoder().encode('././@LongLink'), LONG_NAME, long));
    }
    parts.push(...record(name.subarray(0, NAME_BYTES), FILE, content));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return joined(parts);
}

function record(name: Uint8Array, type: string, content: Uint8Array): Uint8Array[] {
  const padding = new Uint8Array((BLOCK - (content.length % BLOCK)) % BLOCK);
  return [header(name, type, content.length), content, padding];
}

/** Fields and their offsets as in tar(5) of libarchive: numbers are octal text. */
function header(name: Uint8Array, type: string, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, offset: number) => {
    block.set(new TextEncoder().encode(text), offset);
  };
  block.set(name, 0);
  put('0000600\0', 100); // mode
  put('0000000\0', 108); // uid
  put('0000000\0', 116); // gid
  put(size.toString(8).padStart(11, '0') + '\0', 124);
  put(TIME_SECONDS.toString(8).padStart(11, '0') + '\0', 136);
  put('        ', 148); // The check sum is made with blanks in its own place.
  put(type, 156);
  put('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(sum.toString(8).padStart(6, '0') + '\0 ', 148);
  return block;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
