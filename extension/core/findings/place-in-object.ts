import type { ObjectInfo, ObjectUse } from '../btf/object-info';
import type { CompiledPlace } from '../btf/line-table';
import { byteColumnOf } from './byte-column';
import type { Finding, RelatedPlace } from './finding';

/** The files an object was made of, on this machine and as they are now. */
export interface CompiledFiles {
  /** Where a path that clang recorded lies on this machine; that path itself where nobody knows. */
  pathOf(recorded: string): string;
  /** Its lines; null when it can't be read. */
  linesOf(path: string): readonly string[] | null;
}

type Place = Pick<RelatedPlace, 'file' | 'line' | 'column'>;

/** Of a function that is called everywhere some calls are enough. */
const RELATED_USES = 8;

/**
 * Gives a finding that names no file a place by the object's line table, which is right through macros
 * and headers: each use of a function that the kernel lacks, the access of a CO-RE relocation, the head
 * of the program or operation it is about. Where libbpf put a trap in place of an instruction, the
 * log's place gets its column. A finding that the object knows nothing of stays as it is.
 */
export function placeInObject(finding: Finding, object: ObjectInfo, files: CompiledFiles): Finding {
  if (finding.file !== null || finding.line !== null) return withColumn(finding, object, files);
  const uses = usesIn(finding, object).filter(({ place }) => placed(place, files) !== null);
  const [first, ...others] = uses;
  const place = placed(first?.place ?? null, files);
  if (!first || !place) return finding;
  return {
    ...finding,
    ...place,
    program: first.program ?? finding.program,
    related: [...finding.related, ...relatedUses(place, first, others, files)],
  };
}

/**
 * A finding about a program that has no head in the sources, for a macro writes it: where its code
 * begins.
 */
export function placeAtCode(finding: Finding, object: ObjectInfo, files: CompiledFiles): Finding {
  if (finding.file !== null || finding.line !== null) return finding;
  const program = finding.program ?? programOf(finding, object);
  const place = placed(program === null ? null : object.startOf(program), files);
  return place ? { ...finding, ...place } : finding;
}

/** `12: <invalid CO-RE relocation>`, in the text of libbpf 1.5; so for kfunc calls and map references. */
const TRAP = /^\s*(\d+): <invalid /;

function trapPlace({ raw, program }: Finding, object: ObjectInfo): CompiledPlace | null {
  const trap = raw.map((line) => TRAP.exec(line)?.[1]).find((number) => number);
  return trap === undefined || program === null ? null : object.placeOf(program, Number(trap));
}

function withColumn(finding: Finding, object: ObjectInfo, files: CompiledFiles): Finding {
  const place = finding.column === null ? placed(trapPlace(finding, object), files) : null;
  const isHere = place?.line === finding.line && baseName(place.file) === baseName(finding.file);
  return isHere ? { ...finding, ...place } : finding;
}

/** Logs have the last part of a path only. */
const baseName = (path: string | null) => path?.replace(/^.*[\\/]/, '');

function usesIn(finding: Finding, object: ObjectInfo): readonly ObjectUse[] {
  const said = finding.statement ?? finding.raw[0] ?? '';
  // Stands beside the code, and is in no line table.
  if (finding.code === 'verifier/not-gpl') return [];
  if (finding.code === 'verifier/missing-kfunc') {
    const uses = object.usesOf(/\b(?:extern|kfunc)\b.*?'(.*?)'/.exec(said)?.[1] ?? '');
    const calls = uses.filter(({ isCall }) => isCall);
    return calls.length > 0 ? calls : uses;
  }
  const [, owner = '', index] = /prog '(.*?)': relo #(\d+): /.exec(said) ?? [];
  const relocation = index === undefined ? null : object.relocationOf(owner, Number(index));
  if (relocation) return [relocation];
  const trap = trapPlace(finding, object);
  const use = trap
    ? { program: finding.program, place: trap, caller: null }
    : headUse(finding, object);
  return use ? [use] : [];
}

/** `ops.init() failed` */
function programOf(finding: Finding, object: ObjectInfo): string | null {
  const operation = /ops\.(\w+)\(\)/.exec(finding.message)?.[1];
  return object.operations.find((one) => one.operation === operation)?.program ?? null;
}

/** What these are about stands inside of the program, and the text may tell where. */
const INSIDE: readonly string[] = ['verifier/missing-field', 'verifier/uninitialized'];

/** Where code begins is a function's head only if the head gave an instruction. */
function headUse(finding: Finding, object: ObjectInfo): ObjectUse | null {
  if (INSIDE.includes(finding.code)) return null;
  const program = finding.program ?? programOf(finding, object);
  const head = program === null ? null : object.startOf(program);
  const name = program === null ? -1 : (head?.text.indexOf(program) ?? -1);
  if (!head || name < 0) return null;
  const column = byteColumnOf(head.text.slice(0, name));
  return { program, place: { ...head, column }, caller: null };
}

/** Where else it is used, and which code of the scheduler uses a header's. */
function relatedUses(
  shown: Place,
  first: ObjectUse,
  others: readonly ObjectUse[],
  files: CompiledFiles,
): RelatedPlace[] {
  const related: RelatedPlace[] = [];
  const seen = new Set([keyOf(shown)]);
  const add = (compiled: CompiledPlace | null, message: string) => {
    const place = placed(compiled, files);
    if (!place || seen.has(keyOf(place)) || related.length === RELATED_USES) return;
    seen.add(keyOf(place));
    related.push({ ...place, message });
  };
  for (const use of [first, ...others]) {
    const where = use.program === null ? '' : `, in ${use.program}`;
    add(use.place, `also used here${where}`);
    add(use.caller, `the code of this header is used near here${where}`);
  }
  return related;
}

const keyOf = ({ file, line, column }: Place) => `${file ?? ''}:${line ?? ''}:${column ?? ''}`;

/**
 * A place in the file as it is now. A line that has changed since has another column; one behind the
 * end of the file is no place.
 */
function placed(place: CompiledPlace | null, files: CompiledFiles): Place | null {
  if (place === null) return null;
  const file = files.pathOf(place.file);
  const lines = files.linesOf(file);
  if (lines && place.line > lines.length) return null;
  const isSame =
    lines === null || place.text === '' || lines[place.line - 1]?.trim() === place.text.trim();
  return { file, line: place.line, column: isSame ? place.column : null };
}
