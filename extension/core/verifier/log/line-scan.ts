import { lineKind, type LineKind } from './line-kind';
import { bareLine } from './line-prefix';

/** A kind is stored as its place in this list. */
export const LINE_KINDS = [
  'blank',
  'instruction',
  'source',
  'trace',
  'statistics',
  'report',
  'wrapper',
  'text',
] as const satisfies readonly LineKind[];

const BLANK = 0;
const INSTRUCTION = 1;
const SOURCE = 2;
const TRACE = 3;

/** What decides a line's kind stands in its beginning. */
const LONGEST_LOOKED_AT = 4096;

/** A kind and an instruction in one number: allocating an object a line would cost more than the scan. */
const packed = (kind: number, instruction: number) => (instruction + 1) * 16 + kind;
export const kindIn = (scan: number): number => scan % 16;
/** -1 for none. */
export const instructionIn = (scan: number): number => Math.floor(scan / 16) - 1;

/** Digits of the largest instruction number (BPF_COMPLEXITY_LIMIT_INSNS is a million). */
const DIGITS = 7;

/**
 * What the line between two offsets of a text is, and the instruction that it shows or leads to. Nearly
 * all lines are decided by a few characters; the rest is asked of `lineKind`.
 */
export function scanLine(text: string, start: number, end: number): number {
  const begin = afterBlanks(text, start, end);
  if (begin >= end) return packed(BLANK, -1);
  const quick = quickScan(text, begin, end);
  if (quick >= 0) return quick;
  const line = bareLine(text.slice(start, Math.min(end, start + LONGEST_LOOKED_AT)));
  // What stood before it is gone now.
  const again = quickScan(line, 0, line.length);
  return again >= 0 ? again : packed(LINE_KINDS.indexOf(lineKind(line)), -1);
}

function afterBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d) break;
    at++;
  }
  return at;
}

/** -1 when a few characters don't decide. */
function quickScan(text: string, at: number, end: number): number {
  const code = text.charCodeAt(at);
  if (isDigit(code)) return numbered(text, at, end);
  if (code === 0x3b /* ; */) return packed(SOURCE, -1);
  if (code === 0x52 /* R */) return isState(text, at + 1) ? packed(TRACE, -1) : -1;
  if (code === 0x66 /* f */) return branch(text, at, end);
  if (code === 0x6d /* m */ && text.startsWith('mark_precise: ', at)) return packed(TRACE, -1);
  if (code === 0x70 /* p */ && text.startsWith('parent ', at)) return packed(TRACE, -1);
  return -1;
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

/** `12: (85) call …`, `12: R0=…`, `12: safe` */
function numbered(text: string, start: number, end: number): number {
  let at = start;
  let number = 0;
  for (; at < end && at - start < DIGITS; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) break;
    number = number * 10 + code - 0x30;
  }
  if (text.charCodeAt(at) !== 0x3a || text.charCodeAt(at + 1) !== 0x20) return -1;
  const code = text.charCodeAt(at + 2);
  if (code === 0x28 /* ( */) {
    // `12: (bf) `: two digits of the opcode
    const isShown =
      at + 6 < end && text.charCodeAt(at + 5) === 0x29 && text.charCodeAt(at + 6) === 0x20;
    return isShown ? packed(INSTRUCTION, number) : -1;
  }
  if (code === 0x52 /* R */) return isState(text, at + 3) ? packed(TRACE, number) : -1;
  return text.startsWith('frame', at + 2) || text.startsWith('safe', at + 2)
    ? packed(TRACE, number)
    : -1;
}

/** After an "R": `1=…`, `1_w=…` */
function isState(text: string, start: number): boolean {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  return at > start && (code === 0x3d /* = */ || code === 0x5f); /* _ */
}

const FROM = /from \d{1,7} to (\d{1,7})(?: \(speculative execution\))?: /y;

/** `from 12 to 20: R0=…` leads to 20. */
function branch(text: string, at: number, end: number): number {
  if (!text.startsWith('from ', at)) return -1;
  FROM.lastIndex = at;
  const to = FROM.exec(text)?.[1];
  return to === undefined || FROM.lastIndex > end ? -1 : packed(TRACE, Number(to));
}
