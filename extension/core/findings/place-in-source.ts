import type { Finding } from './finding';

/**
 * Gives a finding whose log named no place one in the source: the call of a function that the kernel
 * lacks, the licence, the head of the program or operation it is about, else the first line. A finding
 * that has a file stays as it is.
 */
export function placeInSource(finding: Finding, path: string, text: string): Finding {
  if (finding.file !== null) return finding;
  const offset = offsetOf(finding, withoutComments(text));
  if (offset === null) return { ...finding, file: path, line: finding.line ?? 1 };
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    ...finding,
    file: path,
    line: before.split('\n').length,
    column: offset - lineStart + 1,
  };
}

function offsetOf(finding: Finding, code: string): number | null {
  if (finding.line !== null) return null;
  const name = /'(\w+)'/.exec(finding.raw[0] ?? '')?.[1];
  if (finding.code === 'verifier/missing-kfunc' && name !== undefined) return callOf(name, code);
  if (finding.code === 'verifier/not-gpl') return positionOf(/\b_*license\b/i, code);
  if (finding.program !== null) return headOf(finding.program, code);
  const operation = /ops\.(\w+)\(\)/.exec(finding.message)?.[1];
  return operation === undefined ? null : operationHead(operation, code);
}

/** The first call, not the declaration (`… __ksym;`). */
function callOf(name: string, code: string): number | null {
  for (const match of code.matchAll(new RegExp(`\\b${name}\\s*\\(`, 'g'))) {
    const statement = code.slice(match.index, code.indexOf(';', match.index));
    if (!/__ksym|__weak/.test(statement)) return match.index;
  }
  return null;
}

/** `BPF_STRUCT_OPS(name, …)` or `… name(…)`: where its name stands in the head. */
function headOf(name: string, code: string): number | null {
  const head = new RegExp(`\\bBPF_(?:STRUCT_OPS(?:_SLEEPABLE)?|PROG)\\s*\\(\\s*${name}\\b`).exec(
    code,
  );
  return head ? head.index + head[0].length - name.length : null;
}

/** The head of the function that an ops table names: `.init = (void *)x_init`. */
function operationHead(operation: string, code: string): number | null {
  const member = new RegExp(`\\.${operation}\\s*=\\s*(?:\\([^)]*\\)\\s*)?(\\w+)`).exec(code);
  return member?.[1] === undefined ? null : headOf(member[1], code);
}

function positionOf(pattern: RegExp, code: string): number | null {
  const match = pattern.exec(code);
  return match ? match.index : null;
}

/** The same text with blanks in place of comments and strings, line ends kept. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"/g, (part) =>
    part.replaceAll(/[^\n]/g, ' '),
  );
}
