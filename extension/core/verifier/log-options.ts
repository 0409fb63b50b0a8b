import type { SourcePlace } from './log/source-place';

/** What a scheduler's object says of its programs and the kernel's structs. */
interface ObjectNames {
  /** The member at an offset in bytes, `scx.weight`; null where the object does not know it. */
  fieldAt(struct: string, offset: number): string | null;
  /** The member that an instruction is compiled to find in the kernel's types (CO-RE); null for none. */
  accessAt(program: string, instruction: number): { type: string; member: string } | null;
  /** The place of an instruction as the kernel counts them; null where the line table has none. */
  placeOf(program: string, instruction: number): SourcePlace | null;
}

/** What is known beside a log; all of it may be missing. */
export interface LogOptions {
  /** The file that was compiled, for a base name as the kernel prints it; null leaves that name. */
  readonly resolveFile?: (baseName: string) => string | null;
  /** The object that was verified. */
  readonly object?: ObjectNames | null;
}
