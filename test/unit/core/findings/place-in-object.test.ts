import { describe, expect, it } from 'vitest';
import type { CompiledPlace } from '../../../../extension/core/btf/line-table';
import type { ExternUse, ObjectInfo } from '../../../../extension/core/btf/object-info';
import { finding, type Finding } from '../../../../extension/core/findings/finding';
import {
  placeAtCode,
  placeInObject,
  type CompiledFiles,
} from '../../../../extension/core/findings/place-in-object';

const SOURCE = ['', 'int BPF_STRUCT_OPS(x_init)', '{', '\tCOFFEE(p);', '}'];
const place = (line: number, file = '/build/x.bpf.c'): CompiledPlace => ({
  file,
  line,
  column: 2,
  text: SOURCE[line - 1] ?? 'somewhere else',
});
const use = (line: number, program: string, isCall = true): ExternUse => ({
  program,
  place: place(line),
  caller: null,
  isCall,
});

/** An object of /build/x.bpf.c, which lies in /here on this machine. */
function object(parts: Partial<ObjectInfo>): ObjectInfo {
  return {
    programs: ['x_init'],
    license: 'GPL',
    hasTypes: true,
    files: ['/build/x.bpf.c'],
    operations: [{ table: 'x_ops', operation: 'init', program: 'x_init' }],
    placeOf: () => null,
    startOf: () => null,
    opcodeAt: () => null,
    usesOf: () => [],
    accessAt: () => null,
    relocationOf: () => null,
    fieldAt: () => null,
    ...parts,
  };
}
const files: CompiledFiles = {
  pathOf: (recorded) => recorded.replace('/build/', '/here/'),
  linesOf: (path) => (path === '/here/x.bpf.c' ? SOURCE : null),
};
const error = (parts: Partial<Finding>) =>
  finding({ code: 'verifier/other', severity: 'error', message: 'x', ...parts });
const missing = error({
  code: 'verifier/missing-kfunc',
  statement: "libbpf: extern (func ksym) 'make_coffee': not found in kernel or module BTFs",
});

describe('placeInObject', () => {
  it('places a missing function at its first call, and names the others', () => {
    const uses = [use(3, 'x_init', false), use(4, 'x_init'), use(2, 'x_exit'), use(4, 'x_exit')];
    const placed = placeInObject(missing, object({ usesOf: () => uses }), files);
    expect(placed).toMatchObject({ file: '/here/x.bpf.c', line: 4, column: 2, program: 'x_init' });
    expect(placed.related).toEqual([
      { file: '/here/x.bpf.c', line: 2, column: 2, message: 'also used here, in x_exit' },
    ]);
  });

  it('places a variable of the kernel where its address is taken', () => {
    const uses = [use(3, 'x_init', false)];
    const placed = placeInObject(missing, object({ usesOf: () => uses }), files);
    expect(placed).toMatchObject({ line: 3 });
  });

  it('places a function that the verifier missed', () => {
    const statement = "kfunc 'make_coffee' is referenced but wasn't resolved";
    const usesOf: ObjectInfo['usesOf'] = (name) => (name === 'make_coffee' ? [use(4, 'x')] : []);
    const placed = placeInObject({ ...missing, statement }, object({ usesOf }), files);
    expect(placed).toMatchObject({ line: 4, program: 'x' });
  });

  it('leaves what is inside of a program to the text, not to its head', () => {
    const inside = error({ code: 'verifier/uninitialized', program: 'x_init' });
    expect(placeInObject(inside, object({ startOf: () => place(2) }), files)).toBe(inside);
  });

  it('names at most eight other uses', () => {
    const uses = Array.from({ length: 40 }, (_, at) => ({
      ...use(at, 'x'),
      place: place(at, '/h.h'),
    }));
    const placed = placeInObject(missing, object({ usesOf: () => uses.slice(1) }), files);
    expect(placed.related).toHaveLength(8);
  });

  it('names no column of a line that has changed, and no line behind the end of the file', () => {
    const old: ExternUse = {
      ...use(4, 'x_init'),
      place: { ...place(4), text: '\tmake_coffee(p);' },
    };
    const behind: ExternUse = { ...use(4, 'x_init'), place: place(500) };
    expect(placeInObject(missing, object({ usesOf: () => [old] }), files)).toMatchObject({
      line: 4,
      column: null,
    });
    expect(placeInObject(missing, object({ usesOf: () => [behind] }), files)).toBe(missing);
  });

  it('keeps the column in a file that can not be read', () => {
    const uses = [{ ...use(4, 'x_init'), place: place(90, '/elsewhere/y.h') }];
    const placed = placeInObject(missing, object({ usesOf: () => uses }), files);
    expect(placed).toMatchObject({ file: '/elsewhere/y.h', line: 90, column: 2 });
  });

  it('places a relocation that libbpf names by its number', () => {
    const asked: unknown[] = [];
    const relocationOf: ObjectInfo['relocationOf'] = (...named) => {
      asked.push(named);
      return { ...use(4, 'x_init'), access: { type: 'task_struct', member: 'scx' } };
    };
    const ambiguous = error({
      statement:
        "libbpf: prog 'part': relo #3: relocation decision ambiguity: success 4 != success 8",
    });
    const placed = placeInObject(ambiguous, object({ relocationOf }), files);
    expect(placed).toMatchObject({ line: 4, program: 'x_init' });
    expect(asked).toEqual([['part', 3]]);
  });

  it('places what is about an operation at the head of its program, with the column of its name', () => {
    const failed = error({ message: 'The scheduler "x" failed: ops.init() failed (-22)' });
    const head = object({ startOf: (name) => (name === 'x_init' ? place(2) : null) });
    expect(placeInObject(failed, head, files)).toMatchObject({ line: 2, column: 20 });
    const inside = object({ startOf: () => place(4) });
    expect(placeInObject(failed, inside, files)).toBe(failed);
    expect(placeAtCode(failed, inside, files)).toMatchObject({ line: 4 });
  });

  it('gives the column of the instruction that libbpf made a trap', () => {
    const trap = error({
      code: 'verifier/missing-field',
      file: '/here/x.bpf.c',
      line: 4,
      program: 'x_init',
      raw: ['2: <invalid CO-RE relocation>', 'failed to resolve CO-RE relocation <byte_off> [5] …'],
    });
    const placeOf: ObjectInfo['placeOf'] = (_, at) => (at === 2 ? place(4) : null);
    expect(placeInObject(trap, object({ placeOf }), files)).toMatchObject({ line: 4, column: 2 });
    const nowhere = { ...trap, file: null, line: null };
    expect(placeInObject(nowhere, object({ placeOf }), files)).toMatchObject({
      file: '/here/x.bpf.c',
      line: 4,
      column: 2,
    });
    const other = { ...trap, line: 3 };
    expect(placeInObject(other, object({ placeOf }), files)).toBe(other);
  });

  it('leaves alone what has a place, and what the object knows nothing of', () => {
    const known = { ...missing, file: '/h.h', line: 3 };
    expect(placeInObject(known, object({ usesOf: () => [use(4, 'x')] }), files)).toBe(known);
    expect(placeAtCode(known, object({ startOf: () => place(4) }), files)).toBe(known);
    expect(placeInObject(missing, object({}), files)).toBe(missing);
    const strange = error({ program: 'a(b[' });
    expect(placeInObject(strange, object({ startOf: () => place(4) }), files)).toBe(strange);
  });
});
