import { describe, expect, it } from 'vitest';
import { cpioArchive, type CpioEntry } from '../../../../extension/hosts/lab/cpio-archive';

interface Read {
  readonly path: string;
  readonly mode: string;
  readonly content: string;
  readonly device: readonly [number, number];
}

const HEADER_BYTES = 110;

/** Reads an archive back by the kernel's own rules: 8 hex digits a field, 4-byte alignment. */
function readArchive(archive: Uint8Array): Read[] {
  const bytes = Buffer.from(archive);
  const aligned = (offset: number) => (offset + 3) & ~3;
  const entries: Read[] = [];
  for (let offset = 0; ;) {
    expect(bytes.toString('latin1', offset, offset + 6)).toBe('070701');
    const field = (index: number) => {
      const start = offset + 6 + 8 * index;
      return parseInt(bytes.toString('latin1', start, start + 8), 16);
    };
    const nameEnd = offset + HEADER_BYTES + field(11);
    const path = bytes.toString('utf8', offset + HEADER_BYTES, nameEnd - 1);
    if (path === 'TRAILER!!!') return entries;
    const start = aligned(nameEnd);
    const content = bytes.toString('utf8', start, start + field(6));
    expect([field(2), field(3), field(5)]).toEqual([0, 0, 0]); // owner, group, time
    entries.push({ path, mode: field(1).toString(8), content, device: [field(9), field(10)] });
    offset = aligned(start + field(6));
  }
}

const ENTRIES: readonly CpioEntry[] = [
  { kind: 'file', path: 'root/.ssh/authorized_keys', mode: 0o600, content: Buffer.from('key') },
  { kind: 'folder', path: 'root/.ssh', mode: 0o700 },
  { kind: 'link', path: 'bin/sh', to: '/bin/busybox' },
  { kind: 'device', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
];

describe('cpioArchive', () => {
  it('holds every entry after the folder that it is in', () => {
    expect(readArchive(cpioArchive(ENTRIES))).toEqual([
      { path: 'bin', mode: '40755', content: '', device: [0, 0] },
      { path: 'bin/sh', mode: '120777', content: '/bin/busybox', device: [0, 0] },
      { path: 'dev', mode: '40755', content: '', device: [0, 0] },
      { path: 'dev/console', mode: '20600', content: '', device: [5, 1] },
      { path: 'root', mode: '40755', content: '', device: [0, 0] },
      { path: 'root/.ssh', mode: '40700', content: '', device: [0, 0] },
      { path: 'root/.ssh/authorized_keys', mode: '100600', content: 'key', device: [0, 0] },
    ]);
  });

  it('is the same for the same entries in any order', () => {
    expect(cpioArchive(ENTRIES)).toEqual(cpioArchive(ENTRIES.toReversed()));
  });

  it('is a whole number of blocks, so that archives can follow each other', () => {
    expect(cpioArchive(ENTRIES).length % 512).toBe(0);
    expect(cpioArchive([]).length % 512).toBe(0);
  });
});
