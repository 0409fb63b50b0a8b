import type { Finding } from './finding';
import { byteColumnOf } from './byte-column';
import { withoutComments } from './c-code';
import { callWithQueue } from './queue-search';

/** A source file as it is now, or was when it was compiled. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/**
 * Gives a finding whose log named no place one in the sources: the call of a function that the kernel
 * lacks, a member of the ops table, a map's definition, the licence, the head of the program or
 * operation it is about. One that has a file, or is about nothing that stands there, stays as it is.
 */
export function placeInSource(finding: Finding, sources: readonly SourceText[]): Finding {
  if (finding.file !== null || finding.line !== null) return finding;
  const search = searchFor(finding);
  for (const { path, text } of search ? sources : []) {
    const offset = search?.(withoutComments(text), text) ?? null;
    if (offset !== null) return { ...finding, file: path, ...positionAt(text, offset) };
  }
  return finding;
}

/**
 * What is about the scheduler as a whole, or about nobody knows what, stands at its first line; so does
 * a line of a file that nobody knows.
 */
export function placeInScheduler(finding: Finding, path: string): Finding {
  return finding.file === null ? { ...finding, file: path, line: 1, column: null } : finding;
}

function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: byteColumnOf(before.slice(lineStart)) };
}

/** Finds the offset of what a finding is about, in code without comments and strings or in the whole text. */
type Search = (code: string, text: string) => number | null;

function searchFor(finding: Finding): Search | null {
  const said = finding.statement ?? finding.raw[0] ?? '';
  if (finding.code === 'verifier/not-gpl') return (code) => positionOf(/\b_*license\b/i, code) ?? 0;
  const name = /'([\w.]+)'/.exec(said)?.[1];
  if (finding.code === 'verifier/missing-kfunc' && name !== undefined)
    return (code) => callOf(name, code) ?? useOf(name, code);
  if (finding.code === 'verifier/map' && name !== undefined)
    return (code) => mapNamed(name, code) ?? tableNamed(name, code);
  const section = /ELF section '(.*?)'/.exec(said)?.[1];
  if (section !== undefined) return (code, text) => sectionNamed(section, code, text);
  const [, table, member] =
    /struct_ops init_kern (\w+): .*?\b(?:member(?: type)?|bitfield) (\w+)/.exec(said) ?? [];
  if (table !== undefined && member !== undefined)
    return (code) => memberOf(table, member, code) ?? tableNamed(table, code);
  const registered = /\bstruct_ops (?:init_kern )?(\w+):/.exec(said)?.[1];
  if (registered !== undefined) return (code) => tableNamed(registered, code);
  const queue = /^The scheduler .*: non-existent DSQ (0x[0-9a-f]+)/.exec(finding.message)?.[1];
  // What a task waits for is decided there, or not.
  if (finding.code === 'run/stall') return (code) => operationHead('enqueue', code);
  if (queue !== undefined) return (code) => callWithQueue(BigInt(queue), code);
  const { program } = finding;
  if (program !== null) return programSearch(finding, program, said);
  const operation = /ops\.(\w+)\(\)/.exec(finding.message)?.[1];
  return operation === undefined ? null : (code) => operationHead(operation, code);
}

/** Where a program uses what the kernel lacks, or ends without a value; else its head. */
function programSearch({ code: kind }: Finding, program: string, said: string): Search {
  const missing = /relocation <.*?> .*?(\w+)(?: = .*| \(.*)?$/.exec(said)?.[1];
  return (code) => {
    const head = headOf(program, code);
    if (head === null) return null;
    if (kind === 'verifier/missing-field' && missing !== undefined)
      return positionFrom(head, new RegExp(`\\b${literal(missing)}\\b`), code) ?? head;
    return kind === 'verifier/uninitialized' ? (endOf(head, code) ?? head) : head;
  };
}

function positionFrom(start: number, pattern: RegExp, code: string): number | null {
  const found = code.slice(start).search(pattern);
  return found < 0 ? null : start + found;
}

/** The brace that ends the function whose head is at `head`; functions end at the margin. */
const endOf = (head: number, code: string) => positionFrom(head, /(?<=\n)\}/, code);

/** The first call, not the declaration (`… __ksym;`). */
function callOf(name: string, code: string): number | null {
  for (const match of code.matchAll(new RegExp(`\\b${literal(name)}\\s*\\(`, 'g'))) {
    const statement = code.slice(match.index, code.indexOf(';', match.index));
    if (!/__ksym|__weak/.test(statement)) return match.index;
  }
  return null;
}

/** The first use of a variable, not the declaration. */
function useOf(name: string, code: string): number | null {
  for (const match of code.matchAll(new RegExp(`\\b${literal(name)}\\b`, 'g'))) {
    const statement = code.slice(
      code.lastIndexOf(';', match.index),
      code.indexOf(';', match.index),
    );
    if (!/__ksym|__weak|\bextern\b/.test(statement)) return match.index;
  }
  return null;
}

/** `} NAME SEC(".maps")`: strings are blanks by now. */
function mapNamed(name: string, code: string): number | null {
  const definition = new RegExp(`\\}([^;{}]*?\\b)${literal(name)}\\b[^;{}]*\\bSEC\\b`).exec(code);
  return definition ? definition.index + 1 + (definition[1] ?? '').length : null;
}

/** `SEC("NAME")`: a string, so only `SEC` is still there without strings. */
function sectionNamed(name: string, code: string, text: string): number | null {
  for (const match of text.matchAll(new RegExp(`\\bSEC\\s*\\(\\s*"${literal(name)}"`, 'g')))
    if (code.startsWith('SEC', match.index)) return match.index;
  return null;
}

/** `SCX_OPS_DEFINE(NAME, …)` or `struct sched_ext_ops NAME = …`, of a flavour of it too. */
function tableNamed(name: string, code: string): number | null {
  const head = new RegExp(
    `\\b(?:SCX_OPS_DEFINE\\s*\\(|struct\\s+sched_ext_ops\\w*)\\s*${literal(name)}\\b`,
  ).exec(code);
  return head ? head.index + head[0].length - name.length : null;
}

/** `.MEMBER =` in a table. */
function memberOf(table: string, member: string, code: string): number | null {
  const start = tableNamed(table, code);
  if (start === null) return null;
  const found = code.slice(start).search(new RegExp(`\\.${literal(member)}\\s*=`));
  return found < 0 ? null : start + found;
}

/** `BPF_STRUCT_OPS(name, …)` or `… name(…)`: where its name stands in the head. */
function headOf(name: string, code: string): number | null {
  const head = new RegExp(
    `\\bBPF_(?:STRUCT_OPS(?:_SLEEPABLE)?|PROG)\\s*\\(\\s*${literal(name)}\\b`,
  ).exec(code);
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

/** A name as it is, in a pattern: some hold dots. */
const literal = (name: string) => name.replaceAll(/[^\w]/g, String.raw`\$&`);
