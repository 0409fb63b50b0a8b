import type { ProgramVerdict } from '../../core/verifier/verdict';
import { formatTable, type Column } from '../terminal/table';
import { printable, type Terminal } from '../terminal/terminal';

const COLUMNS: readonly Column[] = [
  { title: 'program', align: 'left' },
  { title: 'verdict', align: 'left' },
  { title: 'instructions', align: 'right' },
  { title: 'stack', align: 'right' },
  { title: 'time', align: 'right' },
];

/** One row a program: what the verifier said of it and what that cost. */
export function showPrograms(terminal: Terminal, programs: readonly ProgramVerdict[]): void {
  if (programs.length === 0) return;
  const { style } = terminal;
  const [title = '', ...rows] = formatTable(COLUMNS, programs.map(cells));
  const paint = { passed: style.green, failed: style.red, unchecked: style.dim };
  terminal.print([
    style.dim(title),
    ...rows.map((row, index) => {
      const verdict = programs[index]?.verdict ?? 'unchecked';
      return row.replace(`  ${verdict}`, `  ${paint[verdict](verdict)}`);
    }),
  ]);
}

function cells(program: ProgramVerdict): string[] {
  const { instructions, stackBytes, verificationMicros } = program;
  return [
    printable(program.name),
    program.verdict,
    instructions === null ? '-' : String(instructions),
    stackBytes === null ? '-' : `${stackBytes} B`,
    verificationMicros === null ? '-' : formatMicros(verificationMicros),
  ];
}

function formatMicros(micros: number): string {
  if (micros < 1000) return `${micros} µs`;
  if (micros < 1e6) return `${(micros / 1000).toFixed(1)} ms`;
  return `${(micros / 1e6).toFixed(2)} s`;
}
