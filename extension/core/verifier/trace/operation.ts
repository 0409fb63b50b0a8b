/** Where a value can be kept: a register by its number, or a slot by its offset from R10. */
export type Place =
  | { readonly kind: 'register'; readonly number: number }
  | { readonly kind: 'slot'; readonly offset: number };

/** What one instruction does with values, as far as following a value back needs it. */
export type Operation =
  | { readonly kind: 'copy'; readonly to: number; readonly from: Place }
  /** `r1 += r2`: the old value stays a part of the new one. */
  | { readonly kind: 'compute'; readonly to: number; readonly from: number | null }
  | { readonly kind: 'constant'; readonly to: number; readonly value: string }
  | { readonly kind: 'load'; readonly to: number; readonly base: number; readonly offset: number }
  /** To a slot of the stack; `from` is null for a constant. */
  | { readonly kind: 'spill'; readonly slot: number; readonly from: number | null }
  | { readonly kind: 'call'; readonly callee: string }
  | { readonly kind: 'exit' }
  | { readonly kind: 'test'; readonly left: number; readonly right: number | null }
  | { readonly kind: 'other' };

const FRAME_POINTER = 10;
const OTHER: Operation = { kind: 'other' };

const COPY = /^[rw](\d+) = (?:\(s\d+\))?[rw](\d+)$/;
const COMPUTE = /^[rw](\d+) (?:s?[-+*/%&|^]|s?<<|s?>>)= (?:[rw](\d+)|.*)$/;
const UNARY = /^[rw](\d+) = (?:-|[bl]e\d+ |bswap\d+ )[rw]\d+$/;
const LOAD = /^[rw](\d+) = \*\([us]\d+ \*\)\(r(\d+) ([+-]\d+)\)$/;
const STORE = /^\*\(u\d+ \*\)\(r(\d+) ([+-]\d+)\) = (?:[rw](\d+)|.*)$/;
const TEST = /^if [rw](\d+) \S+ (?:[rw](\d+)|\S+) goto /;
/** What follows may be the state of a branch: at log level 1 the log is cut back in mid-line. */
const CALL = /^call (\S+)/;
const CONSTANT = /^[rw](\d+) = (.+)$/;

/**
 * An instruction line of a log, `12: (bf) r1 = r2 ; R1_w=…`, as the kernel prints it
 * (kernel/bpf/disasm.c, 5.4 to 7.3).
 */
export function operationOf(line: string): Operation {
  const begin = line.indexOf(') ') + 2;
  const remark = line.search(/\s+;/);
  const text = line.slice(begin, remark < 0 ? undefined : remark).trim();
  if (text === 'exit') return { kind: 'exit' };
  return callOf(text) ?? testOf(text) ?? storeOf(text) ?? registerChange(text) ?? OTHER;
}

function callOf(text: string): Operation | null {
  const callee = CALL.exec(text)?.[1];
  return callee === undefined ? null : { kind: 'call', callee: callee.replace(/#-?\d+$/, '') };
}

function testOf(text: string): Operation | null {
  const [, left, right] = TEST.exec(text) ?? [];
  if (left === undefined) return null;
  return { kind: 'test', left: Number(left), right: right === undefined ? null : Number(right) };
}

function storeOf(text: string): Operation | null {
  const [, base, offset, from] = STORE.exec(text) ?? [];
  if (base === undefined) return null;
  if (Number(base) !== FRAME_POINTER) return OTHER;
  return { kind: 'spill', slot: Number(offset), from: from === undefined ? null : Number(from) };
}

function registerChange(text: string): Operation | null {
  const [, to, from] = COPY.exec(text) ?? [];
  if (to !== undefined)
    return { kind: 'copy', to: Number(to), from: { kind: 'register', number: Number(from) } };
  return loadOf(text) ?? arithmetic(text) ?? constantOf(text);
}

function loadOf(text: string): Operation | null {
  const [, to, base, offset] = LOAD.exec(text) ?? [];
  if (to === undefined) return null;
  if (Number(base) === FRAME_POINTER)
    return { kind: 'copy', to: Number(to), from: { kind: 'slot', offset: Number(offset) } };
  return { kind: 'load', to: Number(to), base: Number(base), offset: Number(offset) };
}

function arithmetic(text: string): Operation | null {
  const [, unary] = UNARY.exec(text) ?? [];
  if (unary !== undefined) return { kind: 'compute', to: Number(unary), from: null };
  const [, to, from] = COMPUTE.exec(text) ?? [];
  if (to === undefined) return null;
  return { kind: 'compute', to: Number(to), from: from === undefined ? null : Number(from) };
}

function constantOf(text: string): Operation | null {
  const [, to, value = ''] = CONSTANT.exec(text) ?? [];
  return to === undefined ? null : { kind: 'constant', to: Number(to), value };
}
