import type { SourcePlace } from './log/source-place';
import { branchWords } from './trace/branch-words';

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
  /** A conditional jump that was passed. */
  readonly isBranch: boolean;
}

const TITLE = /^Verification failed:? *(.*)$/;
const SECTION = /^([A-Z][a-z]+(?: [a-z]+)*):$/;
/** `enqueue @ main.bpf.c:12:7` or `main.bpf.c:12:7` */
const PLACE = /^(?:\S+ @ )?([^\s@]+?):(\d+):(\d+)$/;
/** `|     ^-- error: pointer may be NULL` under the source line it is about. */
const POINTER = /^\|?\s*\^-*\s*(.+)$/;
/** `>>>  8 | (15) if r0 == 0x0 goto pc+3` among the instructions around a step. */
const INSTRUCTION = /^>>> +\d+ \| \([0-9a-f]{2}\) (.+)$/;
/** Its text goes on below: `|     counters at offset 0`. */
const CONTINUATION = /^\|\s+(.+)$/;

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
  const found: { place: SourcePlace; message: string; instruction: string }[] = [];
  let open = false;
  for (const line of lines) {
    const [, file, at, column] = PLACE.exec(line) ?? [];
    const step = found.at(-1);
    const said = POINTER.exec(line)?.[1];
    const more: string | undefined = open ? CONTINUATION.exec(line)?.[1] : undefined;
    open = said !== undefined || more !== undefined;
    if (file !== undefined) {
      const place = { file, line: Number(at), column: Number(column) };
      found.push({ place, message: unnamed, instruction: '' });
    } else if (step && INSTRUCTION.test(line)) {
      step.instruction = INSTRUCTION.exec(line)?.[1] ?? '';
    } else if (step && said !== undefined) step.message = said;
    else if (step && more !== undefined) step.message += ` ${more}`;
  }
  return found.map(({ place, message, instruction }) => ({
    place,
    message: inWords(message, instruction),
    isBranch: message.startsWith('branch: '),
  }));
}

/** The kernel's labels ("branch: took the true branch …") as a reader of the source sees them. */
function inWords(message: string, instruction: string): string {
  if (message.startsWith('branch: took the true branch')) return branchWords(instruction, true);
  if (message.startsWith('branch: took the false branch')) return branchWords(instruction, false);
  return message.replace(/^(?:error|note|update|acquired|context|invalidated): /, (label) =>
    label === 'acquired: ' ? 'taken here: ' : '',
  );
}
