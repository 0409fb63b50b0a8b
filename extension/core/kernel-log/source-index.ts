import type { SourceReference } from '../../contracts/source-reference';
import { printedBy, printFormats, type PrintFormat } from '../bpf-output/print-formats';
import { withoutComments } from '../findings/c-code';
import { programPlaces } from '../sched-ext/program-places';

/** What a log row can speak of in one scheduler's source. */
export interface SourceIndex {
  readonly path: string;
  readonly baseName: string;
  /** Programs by name; lines from 1. */
  readonly functions: ReadonlyMap<string, number>;
  readonly tables: readonly OpsTable[];
  readonly prints: readonly PrintFormat[];
}

interface OpsTable {
  /** Value of `.name`; null where it is no string. */
  readonly ops: string | null;
  /** Function by operation. */
  readonly operations: ReadonlyMap<string, string>;
}

export interface SourcePlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** `SCX_OPS_DEFINE(name, …);` and `struct sched_ext_ops name = { … };` */
const TABLE =
  /\bSCX_OPS_DEFINE\s*\(([^;]*)\)\s*;|\bstruct\s+sched_ext_ops\w*\s+\w+\s*=\s*\{([^;]*)\}\s*;/g;
const MEMBER = /\.(\w+)\s*=\s*(?:\([^)]*\)\s*)?([A-Za-z_]\w*)/g;
const NAME = /\.name\s*=\s*"([^"]*)"/;

export function indexSource(path: string, text: string): SourceIndex {
  const code = withoutComments(text);
  const tables = [...code.matchAll(TABLE)].map(({ 0: whole, 1: macro, 2: braces, index }) => ({
    ops: NAME.exec(text.slice(index, index + whole.length))?.[1] ?? null,
    operations: new Map(
      [...(macro ?? braces ?? '').matchAll(MEMBER)].map(([, member = '', value = '']) => [
        member,
        value,
      ]),
    ),
  }));
  return {
    path,
    baseName: path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1),
    functions: new Map(programPlaces(text).map(({ name, line }) => [name, line + 1])),
    tables,
    prints: printFormats(path, text),
  };
}

/** BPF_OBJ_NAME_LEN - 1: without BTF a program's name is cut there. */
const CUT_NAME_CHARACTERS = 15;

/** Every place that a reference can mean: none, one, or several schedulers have what it names. */
export function placesOf(
  reference: SourceReference,
  sources: readonly SourceIndex[],
): readonly SourcePlace[] {
  switch (reference.kind) {
    case 'line':
      return sources
        .filter(({ baseName }) => baseName === reference.file)
        .map(({ path }) => ({ path, line: reference.line }));
    case 'function':
      return sources.flatMap((source) => functionNamed(reference.name, source));
    case 'operation':
      return operationPlaces(reference, sources);
    case 'printed': {
      const by = printedBy(
        reference.text,
        sources.flatMap(({ prints }) => prints),
      );
      return by === null ? [] : [{ path: by.file, line: by.line }];
    }
  }
}

function functionNamed(name: string, { path, functions }: SourceIndex): readonly SourcePlace[] {
  const exact = functions.get(name);
  if (exact !== undefined) return [{ path, line: exact }];
  if (name.length !== CUT_NAME_CHARACTERS) return [];
  return [...functions]
    .filter(([whole]) => whole.startsWith(name))
    .map(([, line]) => ({ path, line }));
}

function operationPlaces(
  { ops, name }: Extract<SourceReference, { kind: 'operation' }>,
  sources: readonly SourceIndex[],
): readonly SourcePlace[] {
  return sources.flatMap((source) =>
    source.tables
      .filter((table) => ops === null || table.ops === null || table.ops === ops)
      .flatMap(({ operations }) => {
        const line = source.functions.get(operations.get(name) ?? '');
        return line === undefined ? [] : [{ path: source.path, line }];
      }),
  );
}
