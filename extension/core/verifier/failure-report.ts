import type { SourcePlace } from './source-place';

/** The report that kernels from 7.3 on print after the error line, for some errors. */
export interface FailureReport {
  /** "Memory Safety: Pointer may be NULL" */
  readonly title: string;
  readonly reason: string | null;
  readonly suggestion: string | null;
  readonly at: ReportStep | null;
  /** How the failing value came to be, oldest first. */
  readonly path: readonly ReportStep[];
}

interface ReportStep {
  readonly place: SourcePlace;
  readonly message: string;
}

const TITLE = /^Verification failed:? *(.*)$/;
const SECTION = /^([A-Z][a-z]+(?: [a-z]+)*):$/;
/** `enqueue @ main.bpf.c:12:7` or `main.bpf.c:12:7` */
const PLACE = /^(?:\S+ @ )?([^\s@]+?):(\d+):(\d+)$/;
/** `|     ^-- error: pointer may be NULL` under the source line it is about. */
const POINTER = /^\|?\s*\^-*\s*(?:error: |note: )?(.+)$/;

/** Reads the report's lines, without the blanks around them. Unknown sections are passed over. */
export function readReport(lines: readonly string[]): FailureReport {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of lines.slice(1)) {
    const section = SECTION.exec(line)?.[1];
    if (section !== undefined && !/^(?:Source|Instruction) context$/.test(section)) {
      current = [];
      sections.set(section, current);
    } else current.push(line);
  }
  const at = steps(sections.get('At') ?? [])[0] ?? null;
  return {
    title: TITLE.exec(lines[0] ?? '')?.[1] ?? '',
    reason: prose(sections.get('Reason')),
    suggestion: prose(sections.get('Suggestion')),
    at,
    path: [
      ...steps(sections.get('Active lock') ?? [], 'the lock was taken here'),
      ...steps(sections.get('Causal path') ?? []),
    ],
  };
}

function prose(lines: readonly string[] | undefined): string | null {
  const text = (lines ?? []).filter((line) => line !== '').join(' ');
  return text === '' ? null : text;
}

function steps(lines: readonly string[], unnamed = ''): ReportStep[] {
  const found: { place: SourcePlace; message: string }[] = [];
  for (const line of lines) {
    const [, file, at, column] = PLACE.exec(line) ?? [];
    if (file !== undefined) {
      const place = { file, line: Number(at), column: Number(column) };
      found.push({ place, message: unnamed });
      continue;
    }
    const step = found.at(-1);
    const said = POINTER.exec(line)?.[1];
    if (step && said !== undefined) step.message = said;
  }
  return found;
}
