import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ObjectInfo } from '../../../../extension/core/btf/object-info';
import { readObject } from '../../../../extension/core/btf/object-info';
import { CLANG, compile, HEAD, objectOf } from './compiled-object';

/** `file:line:column` of each instruction of a program, without those in a row. */
function placesOf(object: ObjectInfo, program: string): string[] {
  const places: string[] = [];
  for (let instruction = 0; object.opcodeAt(program, instruction) !== null; instruction++) {
    const place = object.placeOf(program, instruction);
    const text = place ? `${basename(place.file)}:${place.line}` : '?';
    if (text !== places.at(-1)) places.push(text);
  }
  return places;
}

const TWO_PROGRAMS = `
#include "calls.h"
char _license[] SEC("license") = "GPL";
SEC("struct_ops/one") int one(struct task_struct *p)
{
	int seen = p->pid;
	COFFEE(p); /* macro */
	return seen;
}
SEC("struct_ops/two") int two(struct task_struct *p)
{
	if (p->cpu)
		brew(p); /* inline */
	return 0;
}
SEC(".struct_ops.link") struct sched_ext_ops x_ops = {
	.select = one, .enqueue = (void *)two, .name = "x",
};
`;
const CALLS = `
void make_coffee(struct task_struct *p) __ksym;
int has_coffee(void) __ksym __weak;
#define COFFEE(p) do { \\
	make_coffee(p); \\
} while (0)
static inline __attribute__((always_inline)) void brew(struct task_struct *p)
{
	if (has_coffee)
		make_coffee(p);
}
`;

describe.skipIf(CLANG === null)('an object of clang', () => {
  const object = objectOf(TWO_PROGRAMS, { 'calls.h': CALLS });

  it('tells its programs, licence, files and operations', () => {
    expect(object.programs).toEqual(['one', 'two']);
    expect(object.license).toBe('GPL');
    expect(object.hasTypes).toBe(true);
    expect(object.files.map((path) => basename(path)).sort()).toEqual(['calls.h', 'main.bpf.c']);
    expect(object.operations).toEqual([
      { table: 'x_ops', operation: 'select', program: 'one' },
      { table: 'x_ops', operation: 'enqueue', program: 'two' },
    ]);
  });

  it('places a call through a macro where the macro is used, one in inlined code in its header', () => {
    const uses = object.usesOf('make_coffee');
    expect(uses.map(({ program, isCall }) => ({ program, isCall }))).toEqual([
      { program: 'one', isCall: true },
      { program: 'two', isCall: true },
    ]);
    const [macro, inlined] = uses;
    expect(macro?.place).toMatchObject({ line: 8, column: 2, text: '\tCOFFEE(p); /* macro */' });
    expect(macro?.caller).toBeNull();
    expect(inlined?.place).toMatchObject({ line: 10, column: 3, text: '\t\tmake_coffee(p);' });
    expect(basename(inlined?.place?.file ?? '')).toBe('calls.h');
    expect(inlined?.caller).toMatchObject({ line: 13, text: '\tif (p->cpu)' });
  });

  it('tells an address from a call, and knows nothing of names that are not used', () => {
    expect(object.usesOf('has_coffee')).toMatchObject([{ program: 'two', isCall: false }]);
    for (const name of ['', 'one', 'nothing', '_license']) expect(object.usesOf(name)).toEqual([]);
  });

  it('knows where the code of a program begins', () => {
    expect(object.startOf('two')).toMatchObject({ line: 13, text: '\tif (p->cpu)' });
    expect(object.startOf('three')).toBeNull();
  });

  it('says the same of the stripped object, and nothing of lines without -g', () => {
    const files = { 'main.bpf.c': `#include "head.h"\n${TWO_PROGRAMS}` };
    const bare = readObject(compile({ ...files, 'head.h': HEAD, 'calls.h': CALLS }, '-g0').bytes);
    expect(bare).toMatchObject({ programs: ['one', 'two'], hasTypes: false, files: [] });
    expect(bare?.placeOf('one', 0)).toBeNull();
    expect(bare?.usesOf('make_coffee')).toMatchObject([{ place: null }, { place: null }]);
    expect(bare?.fieldAt('task_struct', 0)).toBeNull();
  });
});

describe.skipIf(CLANG === null)('the instructions of a program', () => {
  /** Functions stand in .text in the order of the file: far, deep, callback, near, unused. */
  const object = objectOf(`
int loop(u32 count, void *callback, void *context, u64 flags) __ksym;
static __noinline int far(struct task_struct *p) { return p->pid * 3; }
__noinline int deep(struct task_struct *p) { return p->pid * 5; }
static __noinline int callback(u32 at, void *context) { return at > 7; }
static __noinline int near(struct task_struct *p) { return deep(p) + p->cpu; }
int unused(struct task_struct *p) { return p->pid; }
SEC("struct_ops/first") int first(struct task_struct *p)
{
	int sum = near(p);
	sum += loop(3, callback, &sum, 0);
	sum += deep(p);
	return sum + far(p);
}
SEC("struct_ops/second") int second(struct task_struct *p)
{
	return far(p);
}
`);
  const FAR = 'main.bpf.c:4';
  const DEEP = 'main.bpf.c:5';
  const CALLBACK = 'main.bpf.c:6';
  const NEAR = 'main.bpf.c:7';

  it('are counted as libbpf puts them together: each function where it is first needed', () => {
    const functions = [FAR, DEEP, CALLBACK, NEAR];
    const parts = placesOf(object, 'first').filter((place) => functions.includes(place));
    expect(parts).toEqual([NEAR, DEEP, CALLBACK, FAR]);
    expect(placesOf(object, 'first')[0]).toBe('main.bpf.c:9');
  });

  it('are those of the functions it calls only', () => {
    expect(placesOf(object, 'second').filter((place) => place !== 'main.bpf.c:18')).toEqual([FAR]);
  });

  it('end where the last function does', () => {
    expect(object.placeOf('second', 1000)).toBeNull();
    expect(object.placeOf('second', -1)).toBeNull();
    expect(object.placeOf('third', 0)).toBeNull();
  });

  it('name a function of .text by the first program that has it', () => {
    expect(object.usesOf('loop')).toMatchObject([{ program: 'first', place: { line: 12 } }]);
    expect(object.startOf('deep')).toMatchObject({ line: 5 });
  });
});

describe.skipIf(CLANG === null)('the names of an object', () => {
  const object = objectOf(`
enum state { IDLE, BUSY };
struct task_struct___new { u64 fresh; } __attribute__((preserve_access_index));
SEC("struct_ops/one") int one(struct task_struct *p)
{
	struct task_struct___new *next = (void *)p;
	int sum = p->scx[1].weight + p->high + (int)next->fresh;
	sum += __builtin_preserve_enum_value(*(enum state *)BUSY, 1);
	return sum + __builtin_preserve_type_info(*(struct task_struct *)0, 1);
}
`);

  it.each([
    [0, 'pid'],
    [3, 'pid'],
    [4, 'cpu'],
    [8, 'scx[0].flags'],
    [20, 'scx[1].weight'],
    [24, 'on_rq'],
    [32, 'tasks.next'],
    [40, 'tasks.prev'],
    [48, 'late'],
    [55, 'late'],
    [28, null], // padding
    [56, null],
    [-1, null],
    [2 ** 40, null],
    [Number.NaN, null],
  ])('say which field is at byte %d: %s', (offset, name) => {
    expect(object.fieldAt('task_struct', offset)).toBe(name);
  });

  it('know nothing of a struct that is not there, or of something that is none', () => {
    expect(object.fieldAt('rq', 0)).toBeNull();
    expect(object.fieldAt('u32', 0)).toBeNull();
    expect(object.fieldAt('', 0)).toBeNull();
  });

  it('say what each CO-RE relocation asks for', () => {
    const asked = [];
    for (let index = 0; object.relocationOf('one', index); index++)
      asked.push(object.relocationOf('one', index));
    const accesses = asked.map((one) => `${one?.access.type}.${one?.access.member}`).sort();
    expect(accesses).toEqual([
      'state.BUSY',
      'task_struct.',
      'task_struct.fresh',
      'task_struct.high',
      'task_struct.scx[1].weight',
    ]);
    expect(asked.find((one) => one?.access.member === 'fresh')).toMatchObject({
      program: 'one',
      place: { line: 8, column: expect.any(Number) as number },
    });
    expect(object.relocationOf('nobody', 0)).toBeNull();
  });

  it('say what an instruction reads', () => {
    const reads = [];
    for (let at = 0; object.opcodeAt('one', at) !== null; at++) {
      const access = object.accessAt('one', at);
      if (access?.type === 'task_struct') reads.push(access.member);
    }
    expect(reads).toContain('scx[1].weight');
  });
});
