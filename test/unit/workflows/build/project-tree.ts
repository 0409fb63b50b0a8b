/** A project on disk, a new one for each test of a file. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** What a scheduler's object is known by: an ELF header of a BPF file, and the name of a section. */
export const OBJECT = Buffer.concat([
  Buffer.from([0x7f, 0x45, 0x4c, 0x46]),
  Buffer.alloc(14),
  Buffer.from([247, 0]),
  Buffer.from('.struct_ops.link\0'),
]);

interface ProjectTree {
  /** The working tree of a git repository. */
  readonly root: string;
  readonly path: (name: string) => string;
  /** `atS`: when it was changed, in seconds since the epoch. */
  readonly write: (name: string, content?: string | Uint8Array, atS?: number) => void;
}

export function projectTree(): ProjectTree {
  let root = '';
  const path = (name: string) => join(root, name);
  const write: ProjectTree['write'] = (name, content = '', atS = 1000) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), content);
    utimesSync(path(name), atS, atS);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'scx project ü '));
    write('.git/HEAD');
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });
  return {
    get root() {
      return root;
    },
    path,
    write,
  };
}
