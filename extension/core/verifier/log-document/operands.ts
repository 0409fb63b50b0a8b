import type { Operation } from '../trace/operation';
import { placeName, registerName, slotName } from './path-state';

const FRAME_POINTER = 10;
const CALLER_SAVED = [0, 1, 2, 3, 4, 5];

/** The registers and slots whose values an instruction takes; `shown` is its line in the log. */
export function readsOf(operation: Operation, shown: string): readonly string[] {
  switch (operation.kind) {
    case 'copy':
      return operation.from.kind === 'slot'
        ? [placeName(operation.from)]
        : registers(operation.from.number);
    case 'compute':
      return registers(operation.to, operation.from);
    case 'load':
      return registers(operation.base);
    case 'spill':
      return registers(operation.from);
    case 'test':
      return registers(operation.left, operation.right);
    case 'call':
      return registers(...CALLER_SAVED.slice(1));
    case 'other':
      return registers(...registersIn(shown));
    case 'constant':
    case 'exit':
      return [];
  }
}

/** Those that have another value after it, or none. */
export function writesOf(operation: Operation): readonly string[] {
  if (operation.kind === 'spill') return [slotName(operation.slot)];
  if (operation.kind === 'call') return CALLER_SAVED.map(registerName);
  return 'to' in operation ? [registerName(operation.to)] : [];
}

/** The frame pointer says nothing that was not known. */
function registers(...numbers: readonly (number | null)[]): readonly string[] {
  return numbers.flatMap((number) =>
    number === null || number === FRAME_POINTER ? [] : [registerName(number)],
  );
}

/** `*(u64 *)(r0 +0) = r1`: without what the log remarks behind ";". */
function registersIn(shown: string): readonly number[] {
  const code = shown.split(/\s;/, 1)[0] ?? '';
  return [...code.matchAll(/\b[rw](\d{1,2})\b/g)].map(([, number]) => Number(number));
}
