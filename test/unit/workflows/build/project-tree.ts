/** A project on disk for one test. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a scheduler's object is known by: an ELF header of a BPF file, and the name of a section. */
export const OBJECT = Buffer.concat([
  Buffer.from([0x7f, 0x45, 0x4c, 0x46]),
  Buffer.alloc(14),
  Buffer.from([247, 0]),
  Buffer.from('.struct_ops.link\0'),
]);

export interface ProjectTree {
  readonly root: string;
  path(name: string): string;
  /** `atS`: when it was changed, in seconds since the epoch. */
  write(name: string, content?: string | Uint8Array, atS?: number): void;
  remove(): void;
}

export function createProjectTree(): ProjectTree {
  const root = mkdtempSync(join(tmpdir(), 'scx project ü '));
  const path = (name: string) => join(root, name);
  return {
    root,
    path,
    write(name, content = '', atS = 1000) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
      utimesSync(path(name), atS, atS);
    },
    remove() {
      rmSync(root, { recursive: true });
    },
  };
}
