/** Calls that name a dispatch queue, under the names of kernels 6.12 to 7.3. */
const CALL =
  /\bscx_bpf_(?:dsq_insert|dsq_move|dispatch|consume|dsq_nr_queued|kick)\w*\s*\(([^;]*)\)/g;
const NUMBER = /^(?:0[xX][0-9a-fA-F]+|\d+)[uUlL]*$/;
/** `#define NAME 7`, `NAME = 7` of an enum or a constant. */
const NAMED = /#\s*define\s+(\w+)\s+\(?\s*(\w+)|\b(\w+)\s*=\s*(\w+)/g;

/**
 * The call that uses the queue with this id, by its number or by a name for it; null when none does, or
 * several do: then nobody knows which one it was. `code` has no comments and strings.
 */
export function callWithQueue(id: bigint, code: string): number | null {
  const names = new Set<string>();
  for (const [, defined, ofMacro, assigned, ofConstant] of code.matchAll(NAMED)) {
    const name = defined ?? assigned;
    if (name !== undefined && isNumber(ofMacro ?? ofConstant ?? '', id)) names.add(name);
  }
  const calls = [...code.matchAll(CALL)].filter(({ 1: given = '' }) =>
    (given.match(/\w+/g) ?? []).some((word) => names.has(word) || isNumber(word, id)),
  );
  return calls.length === 1 ? (calls[0]?.index ?? null) : null;
}

function isNumber(word: string, id: bigint): boolean {
  return NUMBER.test(word) && BigInt(word.replace(/[uUlL]+$/, '')) === id;
}
