import { readFileSync } from 'node:fs';
import { arch, platform } from 'node:process';
import { describe, expect, it } from 'vitest';
import { readProgramFile, runsOn } from '../../../../extension/core/sched-ext/program-file';

/** An ELF header, 64 bits and little-endian, with one program header that names a dynamic loader. */
function elf({ machine = 62, type = 3, interpreter = '' }): Uint8Array {
  const bytes = new Uint8Array(64 + 56 + interpreter.length + 1);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x7f454c46);
  bytes[4] = 2;
  bytes[5] = 1;
  view.setUint16(16, type, true);
  view.setUint16(18, machine, true);
  view.setBigUint64(32, 64n, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, 1, true);
  view.setUint32(64, interpreter === '' ? 1 : 3, true);
  view.setBigUint64(72, 120n, true);
  view.setBigUint64(96, BigInt(interpreter.length + 1), true);
  bytes.set(new TextEncoder().encode(interpreter), 120);
  return bytes;
}

describe('readProgramFile', () => {
  it('names machine and dynamic loader', () => {
    expect(readProgramFile(elf({ interpreter: '/lib/ld.so' }))).toEqual({
      machine: 'x86_64',
      interpreter: '/lib/ld.so',
      kind: 'program',
    });
    expect(readProgramFile(elf({ machine: 183, type: 2 }))).toEqual({
      machine: 'aarch64',
      interpreter: null,
      kind: 'program',
    });
    expect(readProgramFile(elf({ machine: 9999 }))?.machine).toBe('ELF machine 9999');
  });

  it('tells objects from programs', () => {
    expect(readProgramFile(elf({ machine: 247, type: 1 }))).toMatchObject({ kind: 'object' });
  });

  it('gives null for other files, and survives every cut', () => {
    const whole = elf({ interpreter: '/lib/ld.so' });
    expect(readProgramFile(new TextEncoder().encode('#!/bin/sh\n'.repeat(20)))).toBeNull();
    for (let length = 0; length < whole.length; length += 1) {
      const cut = readProgramFile(whole.subarray(0, length));
      expect(cut === null).toBe(length < 64);
    }
  });

  it.runIf(platform === 'linux' && arch === 'x64')('reads the program that runs this test', () => {
    const file = readProgramFile(readFileSync(process.execPath));
    expect(file).toMatchObject({ machine: 'x86_64', kind: 'program' });
    expect(file?.interpreter).toMatch(/^(?:\/lib.*|null)$/);
  });
});

describe('runsOn', () => {
  it('takes the machine itself, and x86 of 32 bits on 64', () => {
    const on = (machine: number, name: string) => runsOn(readProgramFile(elf({ machine }))!, name);
    expect(on(62, 'x86_64')).toBe(true);
    expect(on(3, 'x86_64')).toBe(true);
    expect(on(183, 'x86_64')).toBe(false);
    expect(on(62, 'i686')).toBe(false);
  });
});
