import type { RegisterState } from './register-state';

/**
 * What a state means, for whoever writes C: `value of map counters, 8 bytes, or NULL: not checked`.
 * `references` are the ids behind `refs=` of its line: from 7.x on nothing else tells of references.
 */
export function stateInWords(state: RegisterState, references: ReadonlySet<string> = NONE): string {
  const { attributes } = state;
  const isReference = attributes.has('ref_obj_id') || references.has(attributes.get('id') ?? '');
  return [
    kindInWords(state),
    ...remarksOf(state),
    ...(isReference ? [referenceInWords(state)] : []),
  ].join(', ');
}

/** A piece of memory is not released itself, but what it is a piece of. */
const referenceInWords = ({ type }: RegisterState) =>
  /^(?:rdonly_)?mem(?:_|$)/.test(type)
    ? 'part of what must be released'
    : 'a reference that must be released';

const NONE: ReadonlySet<string> = new Set();

/** True while the verifier has to assume that a pointer is NULL. */
export const mayBeNull = ({ type }: RegisterState) => /_or_null(?:_|$)/.test(type);

const PLAIN: Readonly<Record<string, string>> = {
  ctx: 'the arguments of the program (context)',
  map_ptr: 'map',
  map_value: 'value of map',
  map_key: 'key of a map',
  mem: 'memory',
  rdonly_mem: 'read-only memory',
  rdonly_untrusted_mem: 'read-only memory that may be gone',
  ringbuf_mem: 'record of a ring buffer',
  alloc_mem: 'allocated memory',
  pkt: 'packet data',
  pkt_end: 'end of the packet data',
  pkt_meta: 'packet metadata',
  arena: 'arena pointer',
  func: 'function',
  sock: 'socket',
  sock_common: 'socket',
  tcp_sock: 'TCP socket',
  xdp_sock: 'XDP socket',
};

function kindInWords(state: RegisterState): string {
  const { type, attributes } = state;
  if (type === 'scalar') return scalarInWords(state);
  if (type === 'fp') return addressInWords(state);
  if (isStackBytes(type)) return stackInWords(type);
  const base = type.replace(/_or_null(?=_|$)/, '');
  const plain = PLAIN[base];
  if (plain === undefined) return pointerInWords(base);
  const map = attributes.get('map');
  return map === undefined ? plain : `${plain} ${map}`;
}

function addressInWords(state: RegisterState): string {
  const offset = state.value ?? 0n;
  const place = `fp${offset < 0n ? '' : '+'}${offset}`;
  return isOfCaller(state)
    ? `address in a caller's stack (${place})`
    : `address in the stack (${place})`;
}

/** `R1=fp[0]-16`: the frame is not that of the function that has the address. */
export const isOfCaller = ({ raw }: RegisterState) => raw.includes('=fp[');

/** `trusted_ptr_task_struct`, `ptr_task_struct`, `iter_num`, `dynptr_ringbuf` */
function pointerInWords(type: string): string {
  const [, trust, target] = /^((?:(?:un)?trusted_|rcu_|percpu_|user_)*)ptr_(\w+)$/.exec(type) ?? [];
  if (target === undefined) return type;
  const pointer = `pointer to struct ${target}`;
  const word = (trust ?? '').replaceAll('_', ' ').trim();
  return word === '' ? pointer : `${word === 'rcu' ? 'RCU-protected' : word} ${pointer}`;
}

const I32_MIN = -(2n ** 31n);
const U32_MAX = 2n ** 32n - 1n;
const U64_MAX = 2n ** 64n - 1n;
const NAMED: ReadonlyMap<bigint, string> = new Map([
  [U32_MAX, '4294967295 (any u32)'],
  [U64_MAX, 'the largest u64'],
]);

function scalarInWords({ value, range }: RegisterState): string {
  if (value !== null) return numeral(value);
  const { smin, smax, umin, umax } = range;
  if (umax !== null && (smin ?? 0n) >= 0n) {
    const low = umin ?? smin ?? 0n;
    return `${numeral(low)} … ${NAMED.get(umax) ?? numeral(umax)}`;
  }
  if (smin !== null || smax !== null) return signedInWords(smin, smax);
  if (umin !== null) return `a number from ${numeral(umin)} on`;
  return 'any number: nothing is known of it';
}

function signedInWords(smin: bigint | null, smax: bigint | null): string {
  if (smin === I32_MIN && smax === 2n ** 31n - 1n) return 'any s32, negative too';
  if (smin === null) return `at most ${numeral(smax ?? 0n)}, negative too`;
  if (smax === null) return `at least ${numeral(smin)}`;
  return `${numeral(smin)} … ${numeral(smax)}`;
}

/** Large numbers are mostly masks and identifiers. */
function numeral(value: bigint): string {
  const size = value < 0n ? -value : value;
  return size < 10n ** 10n ? value.toString() : `0x${BigInt.asUintN(64, value).toString(16)}`;
}

/** `mmmm????`: one letter a byte, as in fp-8. */
const isStackBytes = (type: string) => /^[mM?0ziridf]{8}$/.test(type);

function stackInWords(type: string): string {
  const known = type.replaceAll('?', '');
  const written = `${known.length} ${/^0+$/.test(known) ? 'zero bytes' : 'bytes of data'}`;
  return known.length === 8 ? written : `${written}, ${8 - known.length} never written`;
}

function remarksOf(state: RegisterState): readonly string[] {
  const { type, attributes } = state;
  const size = attributes.get('vs') ?? attributes.get('sz') ?? attributes.get('mem_size');
  const isMapItself = type === 'map_ptr';
  const offset = attributes.get('off') ?? '0';
  const range = type === 'scalar' ? null : variableOffset(state);
  return [
    ...(size === undefined || isMapItself ? [] : [`${size} bytes`]),
    ...(offset === '0' || type === 'fp' || type === 'scalar' ? [] : [`at offset ${offset}`]),
    ...(range === null ? [] : [`plus an offset of ${range}`]),
    ...(mayBeNull(state) ? ['or NULL: not checked'] : []),
  ];
}

/** A pointer whose place in what it points to is not known exactly. */
function variableOffset({ range, attributes }: RegisterState): string | null {
  const { umax } = range;
  if (!attributes.has('var_off') && umax === null) return null;
  return umax === null ? 'any size' : `${numeral(range.umin ?? 0n)} … ${numeral(umax)}`;
}
