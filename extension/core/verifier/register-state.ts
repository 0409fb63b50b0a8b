/**
 * What the verifier knows of a register or a stack slot at one instruction, as kernels print it
 * (print_verifier_state() in kernel/bpf/verifier.c, since 6.8 in kernel/bpf/log.c). Three notations:
 *
 *   5.4 to 5.17   R0_w=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0) R1=inv(id=0,umax_value=9) R2=inv5
 *   5.18 to 6.7   R0_w=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0) R1=scalar(umax=9) R2=5
 *   6.8 on        R0=map_value_or_null(id=1,map=counters,ks=4,vs=8) R1=scalar(smin=0,smax=umax=9) R2=5
 */
export interface RegisterState {
  /** `R1`, or `fp-8` for a slot of the stack. */
  readonly name: string;
  /** As printed: `scalar`, `map_value_or_null`, `trusted_ptr_task_struct`; for a slot perhaps `mmmm????`. */
  readonly type: string;
  /** The number a scalar is known to be, the offset of an address in the stack; else null. */
  readonly value: bigint | null;
  /** The bounds that are known; null is what the type of the value allows. */
  readonly range: Range;
  /** Everything in the parentheses, by name: `map`, `vs`, `ref_obj_id`, `var_off`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Verbatim. */
  readonly raw: string;
}

interface Range {
  readonly smin: bigint | null;
  readonly smax: bigint | null;
  readonly umin: bigint | null;
  readonly umax: bigint | null;
}

/** A state as it stands in a line, not looked into: a path has thousands. */
export interface StateWord {
  /** `R1`, or `fp-8` for a slot of the stack. */
  readonly name: string;
  /** Behind the "=". */
  readonly text: string;
  /** Verbatim. */
  readonly raw: string;
}

/** `R1_w=`, `fp-8_r=`: what was read or written here stands between name and "=". */
const HEAD = /^(R\d{1,2}|fp-\d{1,3})(?:_[a-zA-Z]+)?=/;

/** A line shows at most 11 registers and 64 slots. */
const MOST_STATES = 96;
const LONGEST_STATE_LINE = 16_384;

/** The states in a piece of a log line, in its order; words that are none are passed over. */
export function stateWords(text: string): readonly StateWord[] {
  const states: StateWord[] = [];
  for (const raw of wordsOf(text.slice(0, LONGEST_STATE_LINE))) {
    const [head, name] = HEAD.exec(raw) ?? [];
    if (head === undefined || name === undefined) continue;
    states.push({ name, text: raw.slice(head.length), raw });
    if (states.length === MOST_STATES) break;
  }
  return states;
}

/** Blanks inside parentheses do not part words: `var_off=(0x0; 0xff)`. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0x20;
    if (code === 0x28 /* ( */) depth += 1;
    else if (code === 0x29 /* ) */) depth = Math.max(depth - 1, 0);
    else if ((code === 0x20 || code === 0x09) && (depth === 0 || at === text.length)) {
      if (at > start) words.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return words;
}

/** `inv5`, `invP5`, `P5`, `5`, `0x1f`: a number that is known; P marks one that must be precise. */
const KNOWN = /^(?:inv)?P?(-?(?:0x[0-9a-fA-F]+|\d+))$/;
/** In another function than the frame is of: `fp[0]-16`. 5.x adds where that was called: `fp0,call_-1`. */
const FRAME = /^fp(?:\[\d+\])?(-?\d+)(?:,call_-?\d+)?$/;
const TYPE = /^P?([^(]*)/;

export function registerState({ name, text, raw }: StateWord): RegisterState {
  const attributes = attributesOf(text);
  const known = KNOWN.exec(text)?.[1];
  const frame = FRAME.exec(text)?.[1];
  const type = known !== undefined ? 'scalar' : frame !== undefined ? 'fp' : typeOf(text);
  return {
    name,
    type,
    value: numberOf(known ?? frame) ?? singleValue(type, attributes),
    range: rangeOf(attributes),
    attributes,
    raw,
  };
}

function typeOf(text: string): string {
  const type = TYPE.exec(text)?.[1] ?? '';
  return /^invP?$/.test(type) ? 'scalar' : type;
}

/** What stands between the outer parentheses; `a=b=3` gives both names the value. */
function attributesOf(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  const open = text.indexOf('(');
  if (open < 0) return attributes;
  const inside = text.slice(open + 1, text.endsWith(')') ? -1 : undefined);
  for (const part of partsOf(inside)) {
    const names = part.split('=');
    const value = names.pop() ?? '';
    for (const name of names) attributes.set(name, value);
  }
  return attributes;
}

/** Parted by commas outside of parentheses. */
function partsOf(text: string): readonly string[] {
  return text.match(/(?:\([^()]*\)|[^,()])+/g) ?? [];
}

/** 5.4 to 5.17 call the bounds `smin_value`. */
function rangeOf(attributes: ReadonlyMap<string, string>): Range {
  const bound = (name: string) => numberOf(attributes.get(name) ?? attributes.get(`${name}_value`));
  // Large ones are printed in hexadecimal, negative ones too: smin=0xffffffff80000000.
  const signed = (value: bigint | null) => (value === null ? null : BigInt.asIntN(64, value));
  return {
    smin: signed(bound('smin')),
    smax: signed(bound('smax')),
    umin: bound('umin'),
    umax: bound('umax'),
  };
}

function singleValue(type: string, attributes: ReadonlyMap<string, string>): bigint | null {
  if (type === 'fp') return numberOf(attributes.get('off'));
  const { umin, umax } = rangeOf(attributes);
  return type === 'scalar' && umin !== null && umin === umax ? umin : null;
}

function numberOf(text: string | undefined): bigint | null {
  if (text === undefined || !/^-?(?:0x[0-9a-fA-F]{1,16}|\d{1,20})$/.test(text)) return null;
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}
