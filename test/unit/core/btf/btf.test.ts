import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBtf } from '../../../../extension/core/btf/btf';
import { BTF_KIND } from '../../../../extension/core/btf/btf-kind';
import { fieldAt } from '../../../../extension/core/btf/field-name';
import { btfBytes, type RawType } from './btf-bytes';

const INT: RawType = { name: 'int', kind: BTF_KIND.int, size: 4, words: [0x01000020] };
/** The first type of a made-up section; all others are behind it. */
const read = (...types: RawType[]) => readBtf(btfBytes(types));

describe('BTF', () => {
  it('reads types of all kinds', () => {
    const btf = read(
      INT,
      { name: '', kind: BTF_KIND.pointer, size: 1 },
      { name: '', kind: BTF_KIND.array, size: 0, words: [1, 1, 6] },
      {
        name: 's',
        kind: BTF_KIND.struct,
        size: 28,
        members: [
          ['list', 3, 0],
          ['tail', 1, 192],
        ],
      },
      {
        name: 'e',
        kind: BTF_KIND.enum,
        size: 4,
        count: 2,
        words: [{ name: 'A' }, 0, { name: 'B' }, 0xffffffff],
        flag: true,
      },
      { name: 'f', kind: BTF_KIND.forward, size: 0 },
      { name: 't', kind: BTF_KIND.typedef, size: 4 },
      { name: '', kind: BTF_KIND.volatile, size: 7 },
      { name: '', kind: BTF_KIND.const, size: 8 },
      { name: '', kind: BTF_KIND.restrict, size: 2 },
      { name: 'call', kind: BTF_KIND.function, size: 12 },
      { name: '', kind: BTF_KIND.prototype, size: 1, count: 2, words: [{ name: 'p' }, 2, 0, 0] },
      { name: 'v', kind: BTF_KIND.variable, size: 1, words: [1] },
      { name: '.bss', kind: BTF_KIND.section, size: 4, count: 1, words: [13, 0, 4] },
      { name: 'float', kind: BTF_KIND.float, size: 8 },
      { name: 'mark', kind: BTF_KIND.declarationTag, size: 4, words: [0xffffffff] },
      { name: 'user', kind: BTF_KIND.typeTag, size: 9 },
      {
        name: 'wide',
        kind: BTF_KIND.enum64,
        size: 8,
        count: 1,
        words: [{ name: 'C' }, 1, 0x80000000],
      },
    )!;
    expect(btf.typeCount).toBe(19);
    expect(btf.membersOf(4)).toEqual([
      { name: 'list', type: 3, bitOffset: 0, bitSize: 0 },
      { name: 'tail', type: 1, bitOffset: 192, bitSize: 0 },
    ]);
    expect(btf.arrayOf(3)).toEqual({ element: 1, count: 6 });
    expect(btf.enumeratorsOf(5)).toEqual([
      { name: 'A', value: 0n },
      { name: 'B', value: -1n },
    ]);
    expect(btf.enumeratorsOf(18)).toEqual([{ name: 'C', value: 0x8000000000000001n }]);
    expect(btf.parametersOf(12)).toEqual([
      { name: 'p', type: 2 },
      { name: '', type: 0 },
    ]);
    expect(btf.resolve(17)).toBe(4);
    expect([btf.sizeOf(17), btf.sizeOf(2), btf.sizeOf(3), btf.sizeOf(15), btf.sizeOf(11)]).toEqual([
      28, 8, 24, 8, 0,
    ]);
    expect([btf.targetOf(11), btf.targetOf(13), btf.targetOf(16), btf.targetOf(4)]).toEqual([
      12, 1, 4, 0,
    ]);
    expect(btf.find('s', BTF_KIND.struct)).toBe(4);
    expect(btf.find('s', BTF_KIND.union)).toBe(0);
    expect(btf.nameOf(18)).toBe('wide');
  });

  it('answers nothing for numbers that are no types, or types of another kind', () => {
    const btf = read(INT)!;
    for (const type of [0, 1, 2, -1, 1.5, Number.NaN, 0xffffffff]) {
      expect(btf.membersOf(type)).toEqual([]);
      expect(btf.arrayOf(type)).toBeNull();
      expect(btf.targetOf(type)).toBe(0);
    }
    expect(btf.nameOf(7)).toBe('');
    expect(btf.kindOf(0)).toBe(0);
  });

  it('ends in types that hold or name themselves', () => {
    const btf = read(
      { name: 'loop', kind: BTF_KIND.typedef, size: 1 },
      { name: '', kind: BTF_KIND.array, size: 0, words: [2, 2, 4] },
      {
        name: 's',
        kind: BTF_KIND.struct,
        size: 8,
        members: [
          ['', 3, 0],
          ['', 3, 0],
          ['', 3, 0],
          ['', 3, 0],
        ],
      },
    )!;
    expect(btf.resolve(1)).toBe(0);
    expect(btf.sizeOf(2)).toBe(0);
    expect(fieldAt(btf, 3, 4)).toBeNull();
  });

  it('refuses what is cut, of another byte order, or has a kind nobody knows', () => {
    const bytes = btfBytes([INT]);
    for (let length = 0; length < bytes.length; length++)
      expect(readBtf(bytes.subarray(0, length))).toBeNull();
    expect(readBtf(bytes.slice().reverse())).toBeNull();
    expect(read({ name: 'new', kind: 31, size: 0 })).toBeNull();
    expect(read({ name: 's', kind: BTF_KIND.struct, size: 8, count: 9000 })).toBeNull();
  });
});

const KERNEL = '/sys/kernel/btf/vmlinux';

describe.skipIf(!existsSync(KERNEL))("the kernel's own BTF", () => {
  it('is read as a whole, and says where a field of task_struct is', () => {
    const btf = readBtf(readFileSync(KERNEL))!;
    expect(btf.typeCount).toBeGreaterThan(10_000);
    const task = btf.find('task_struct', BTF_KIND.struct);
    const pid = btf.membersOf(task).find(({ name }) => name === 'pid')!;
    expect(btf.nameOf(pid.type)).toBe('pid_t');
    expect(fieldAt(btf, task, pid.bitOffset / 8 + 1)).toBe('pid');
    expect(btf.find('no_such_struct_anywhere', BTF_KIND.struct)).toBe(0);
  });
});
