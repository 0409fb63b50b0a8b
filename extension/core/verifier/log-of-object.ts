import type { ObjectInfo } from '../btf/object-info';
import { indexLog, type LogIndex } from './log/log-index';

const INSTRUCTION = /^\d+: \(([0-9a-f]{2})\)/;
/** Looked at in each program: enough to tell any two apart. */
const INSTRUCTIONS = 64;
/** What is loaded, stored, computed or jumped; libbpf changes how wide a load is, not that it is one. */
const CLASS = 7;
/** In place of code that the kernel can't have, libbpf puts a call of nothing. */
const CALL = 0x85;

/**
 * Whether a log can be of this object: it has a program of the object, and what the log shows of that
 * program's instructions is what the object has there. A log that names no program can be of any.
 */
export function isLogOf(object: ObjectInfo, text: string): boolean {
  const index = indexLog(text);
  const named = index.programs.filter(({ name }) => name !== null);
  const common = named.filter(({ name }) => object.programs.includes(name ?? ''));
  if (common.length === 0) return named.length === 0;
  return common.every(({ name, firstLine, lastLine }) =>
    isSameCode(object, name ?? '', index, firstLine, lastLine),
  );
}

function isSameCode(
  object: ObjectInfo,
  program: string,
  index: LogIndex,
  first: number,
  last: number,
): boolean {
  let seen = 0;
  for (let line = first; line <= last && seen < INSTRUCTIONS; line++) {
    if (index.kind(line) !== 'instruction') continue;
    const shown = Number.parseInt(INSTRUCTION.exec(index.bare(line))?.[1] ?? '', 16);
    if (Number.isNaN(shown) || shown === CALL) continue;
    seen += 1;
    const compiled = object.opcodeAt(program, index.instruction(line));
    if (compiled === null || (compiled & CLASS) !== (shown & CLASS)) return false;
  }
  return true;
}
