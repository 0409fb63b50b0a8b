import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readObject, type ObjectInfo } from '../../../../extension/core/btf/object-info';
import { randomNumbers } from '../verifier/random-numbers';
import { CLANG, compile, HEAD } from './compiled-object';

const MINUTE_MS = 60_000;
const SOURCE = `#include "head.h"
char _license[] SEC("license") = "GPL";
int make_coffee(struct task_struct *p) __ksym;
static __noinline int part(struct task_struct *p) { return make_coffee(p) + p->scx[1].weight; }
SEC("struct_ops/one") int one(struct task_struct *p) { return part(p) + p->cpu; }
SEC(".struct_ops.link") struct sched_ext_ops x_ops = { .select = one, .name = "x" };
`;

/** Asks everything; what it answers is of no matter here. */
function askAll(object: ObjectInfo | null): void {
  if (!object) return;
  for (const program of [...object.programs.slice(0, 4), 'one', 'part']) {
    for (const instruction of [-1, 0, 1, 5, 9, 1e9]) {
      object.placeOf(program, instruction);
      object.opcodeAt(program, instruction);
      object.accessAt(program, instruction);
    }
    object.startOf(program);
    for (const index of [0, 1, 7]) object.relocationOf(program, index);
  }
  object.usesOf('make_coffee');
  for (const offset of [0, 9, 20, 100]) object.fieldAt('task_struct', offset);
  expect(object.files.length + object.operations.length).toBeGreaterThanOrEqual(0);
}

describe.skipIf(CLANG === null)('an object that is none', () => {
  const { bytes } = compile({ 'main.bpf.c': SOURCE, 'head.h': HEAD });
  const changed = (at: number, ...values: number[]) => {
    const copy = new Uint8Array(bytes);
    copy.set(values, at);
    return copy;
  };

  it('is nothing: other bytes, another machine, another byte order', () => {
    expect(readObject(bytes)).not.toBeNull();
    expect(readObject(new Uint8Array())).toBeNull();
    expect(readObject(new TextEncoder().encode('#include <vmlinux.h>\n'.repeat(20)))).toBeNull();
    expect(readObject(readFileSync(process.execPath).subarray(0, 1 << 20))).toBeNull();
    expect(
      readObject(compile({ 'main.bpf.c': SOURCE, 'head.h': HEAD }, '-target', 'bpfeb').bytes),
    ).toBeNull();
  });

  it('is nothing when sections lie outside of it, or there are more than it can hold', () => {
    const sections = new DataView(bytes.buffer, bytes.byteOffset).getUint32(40, true);
    expect(
      readObject(changed(sections + 64 + 32, 255, 255, 255, 255, 255, 255, 255, 255)),
    ).toBeNull();
    expect(readObject(changed(60, 255, 255))).toBeNull();
    expect(readObject(changed(62, 255, 255))).toBeNull();
    expect(readObject(changed(40, 255, 255, 255, 255, 255, 255, 255, 255))).toBeNull();
  });

  it('is nothing when it was cut', () => {
    // clang writes the table of sections last.
    for (let length = 0; length < bytes.length; length += 7)
      expect(readObject(bytes.subarray(0, length))).toBeNull();
  });

  it('never throws or hangs, whatever is changed in it', { timeout: MINUTE_MS }, () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 5_000; round++) {
      const copy = new Uint8Array(bytes);
      for (let change = random(12); change >= 0; change--)
        copy[random(copy.length)] = random(3) === 0 ? 255 : random(256);
      askAll(readObject(copy));
    }
  });

  it('never throws or hangs when whole words become others', { timeout: MINUTE_MS }, () => {
    const random = randomNumbers(8);
    const words = [0, 1, 4, 0x7fffffff, 0x80000000, 0xffffffff, bytes.length];
    for (let round = 0; round < 5_000; round++) {
      const copy = new Uint8Array(bytes);
      const view = new DataView(copy.buffer);
      for (let change = random(4); change >= 0; change--)
        view.setUint32(random(copy.length / 4 - 1) * 4, words[random(words.length)] ?? 0, true);
      askAll(readObject(copy));
    }
  });
});
