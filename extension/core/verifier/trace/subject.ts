import type { KnownCause } from '../causes';
import type { LogOptions } from '../log-options';
import type { ProgramLog } from '../log/program-log';
import { lastVisit } from './calls';
import type { Operation } from './operation';
import {
  assignedName,
  dereferencedName,
  indexName,
  memberName,
  parameterName,
} from './source-name';
import type { Origin } from './value-origin';
import { failingOrigin } from './value-steps';

/** The program that a log is about, and what is known beside the log. */
type Program = Pick<LogOptions, 'object'> & { readonly name: string | null };

/** Bytes of an argument of a struct_ops program in its context. */
const ARGUMENT_BYTES = 8;

/**
 * What an error is about, as the source calls it: a variable, a member, an index. null where the source
 * that the log quotes does not make it certain.
 */
export function subjectOf(log: ProgramLog, known: KnownCause, program: Program): string | null {
  const here = log.sourceText(log.lastInstruction);
  const { code } = known.cause;
  if (code === 'read-only-write') return assignedName(here) ?? fieldName(log, known, program);
  if (code === 'out-of-bounds')
    return indexName(here) ?? nameOf(log, failingOrigin(log, known, 'index'));
  if (code !== 'unreleased-reference') return nameOf(log, failingOrigin(log, known, 'whole'));
  const taken = lastVisit(log, log.lastInstruction, Number(known.groups[2] ?? Number.NaN));
  return taken === null ? null : assignedName(log.sourceText(taken));
}

/**
 * What the instruction was compiled to find, else the field at the offset that the kernel names:
 * `R2 cannot write into ptr_task_struct at off=892`.
 */
function fieldName(log: ProgramLog, { line }: KnownCause, program: Program): string | null {
  const { name, object } = program;
  if (!object) return null;
  const instruction = log.lines.instruction(log.lastInstruction);
  const access = name === null ? null : object.accessAt(name, instruction);
  if (access && access.member !== '') return `${access.type}.${access.member}`;
  const [, struct, offset] = /into (?:ptr_)?(\w+) at off=(\d+)/.exec(line) ?? [];
  const field = struct === undefined ? null : object.fieldAt(struct, Number(offset));
  return field === null ? null : `${struct}.${field}`;
}

function nameOf(log: ProgramLog, origin: Origin | null): string | null {
  if (!origin) return null;
  const text = log.sourceText(origin.line);
  const parameter = parameterOf(text, origin.operation);
  if (parameter !== null) return parameter;
  const assigned = assignedName(text);
  if (assigned !== null) return assigned;
  return origin.operation.kind === 'load' ? (memberName(text) ?? dereferencedName(text)) : null;
}

/** Arguments are read from the context where the function begins. */
function parameterOf(text: string, operation: Operation): string | null {
  if (operation.kind !== 'load' || !text.includes('BPF_')) return null;
  return parameterName(text, operation.offset / ARGUMENT_BYTES);
}
