import type { FunctionLines, SourceCode } from './source-code';

const HEAD =
  /^(?:(?:static|inline|extern|const|__\w+|(?:SEC|__attribute__)\s*\((?:[^()]|\([^()]*\))*\))\s+|(?:SEC|__attribute__)\s*\((?:[^()]|\([^()]*\))*\))*(.*?)\b(\w+)\s*\(/s;
const UNSIGNED = /^(?:__)?(?:u(?:8|16|32|64)|size_t|unsigned(?: \w+)*)$/;
const SIGNED = /^(?:__)?(?:s(?:8|16|32|64)|int|long)$/;
/** Only select_cpu has a CPU between a task and flags. */
const SELECT_CPU = /BPF_STRUCT_OPS\w*\s*\(\s*\w+\s*,[^,]*\*\s*\w+\s*,\s*s32\s+(\w+)\s*,/;

/**
 * How a function returns when it has nothing to do; null where that is not known: a number may be a CPU, an
 * error or a count.
 */
export function emptyReturn(around: FunctionLines, source: SourceCode): string | null {
  const type = HEAD.exec(around.head)?.[1]?.replaceAll(/\s+/g, ' ').trim();
  if (type === 'void') return 'return;';
  if (type === 'bool') return 'return false;';
  if (type?.endsWith('*') === true) return 'return NULL;';
  if (type === undefined || !(SIGNED.test(type) || UNSIGNED.test(type))) return null;
  const previous = SELECT_CPU.exec(around.head)?.[1];
  if (previous !== undefined) return `return ${previous};`;
  return ownReturn(around, source) ?? (UNSIGNED.test(type) ? 'return 0;' : null);
}

/** The constant that the function itself returns, where that is always the same. */
function ownReturn({ first, last }: FunctionLines, source: SourceCode): string | null {
  const returns = source.codeOf(first, last).matchAll(/\breturn\s+(-?\w+)\s*;/g);
  const constants = [...returns].flatMap(([, value = '']) =>
    /^-?[\dA-Z]/.test(value) ? [value] : [],
  );
  const [only, ...more] = new Set(constants);
  return only === undefined || more.length > 0 ? null : `return ${only};`;
}
