import type { ProgramVerdict } from '../../../extension/core/verifier/verdict';

/** One template on one kernel. */
export interface TemplateRow {
  readonly template: string;
  readonly kernel: string;
  readonly programs: readonly ProgramVerdict[];
  /** From the click to the kernel's "enabled", the sending too. */
  readonly loadMs: number;
  /** `SCX_EV_NAME COUNT` at the end of the load; empty on kernels before 6.15. */
  readonly events: readonly string[];
}

/** The table of bpf-templates/README.md, as Markdown. */
export function tableOf(rows: readonly TemplateRow[]): string {
  const head = ['Template', 'Kernel', 'Instructions', 'Stack', 'Load time', 'Events in 30 s'];
  const lines = [head, head.map(() => '---'), ...rows.map(cells)];
  return lines.map((line) => `| ${line.join(' | ')} |\n`).join('');
}

function cells({ template, kernel, programs, loadMs, events }: TemplateRow): string[] {
  const instructions = programs.reduce((sum, program) => sum + (program.instructions ?? 0), 0);
  const stack = Math.max(0, ...programs.map(({ stackBytes }) => stackBytes ?? 0));
  const release = /^\d+\.\d+/.exec(kernel)?.[0] ?? kernel;
  const load = `${(loadMs / 1000).toFixed(1)} s`;
  return [template, release, String(instructions), `${stack} B`, load, happened(events)];
}

/** Counts above zero, without the prefix that all have; how long bypass took is part of every load. */
function happened(events: readonly string[]): string {
  const counted = events
    .map((line) => /^SCX_EV_(\w+) (\d+)$/.exec(line))
    .filter((match) => match !== null && match[2] !== '0' && !match[1]!.startsWith('BYPASS'))
    .map((match) => `${match![1]} ${match![2]}`);
  return counted.length === 0 ? '–' : counted.join(', ');
}
