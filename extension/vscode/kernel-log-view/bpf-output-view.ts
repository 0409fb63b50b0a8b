import type { Uri } from 'vscode';
import { VIEWS } from '../../contracts/views';
import type { PrintedLine } from '../../core/bpf-output/trace-line';
import { followBpfOutput, OUTPUT_REFUSED } from '../../workflows/observe/bpf-output';
import { OutputCursor } from '../../workflows/observe/output-cursor';
import type { Session } from '../session/session';
import { LogPanel } from './log-panel';
import type { WorkspaceSources } from './workspace-sources';

/** syslog's "info": what is printed has no level of its own. */
const LEVEL = 6;
const REBOOTED = 'The target was started anew: what follows is of this boot';

/** What BPF programs print with bpf_printk(), by the function whose source has that text. */
export function createBpfOutputPanel(
  session: Session,
  extensionUri: Uri,
  sources: WorkspaceSources,
): LogPanel {
  let programs = new ProgramNames();
  let cursor = new OutputCursor();
  return new LogPanel(session, {
    view: VIEWS.bpfOutput,
    title: 'BPF output',
    subject: 'bpf-output',
    refusedBy: OUTPUT_REFUSED,
    extensionUri,
    sources,
    newLabels: () => programs.takeNew(),
    onEmpty: () => {
      programs = new ProgramNames();
      cursor = new OutputCursor();
    },
    start: (host, panel) => {
      cursor.begin();
      return followBpfOutput(host, {
        history: true,
        onBoot: (id) => {
          if (cursor.meet(id)) panel.rows.remark(REBOOTED);
        },
        onLine: (line, lost) => {
          if (!cursor.take(line)) return;
          if (lost > 0) panel.rows.remark(`${lost} lines are missing: the kernel had no room`);
          panel.rows.add({
            text: rowText(line),
            timeMicros: line.timeMicros,
            level: LEVEL,
            label: programs.labelOf(sources.printedBy(line.text)),
          });
        },
      });
    },
  });
}

/** The task, a tab, and what was printed. */
function rowText({ comm, pid, cpu, text }: PrintedLine): string {
  return `${comm.replaceAll('\t', ' ')}-${pid} CPU ${cpu}\t${text}`;
}

/** Names of programs in the order in which they first printed. */
class ProgramNames {
  readonly #names: string[] = [];
  #hasNew = false;

  /** 0 for a line that no source is known of. */
  labelOf(name: string | null): number {
    if (name === null) return 0;
    const known = this.#names.indexOf(name);
    if (known >= 0) return known + 1;
    this.#hasNew = true;
    return this.#names.push(name);
  }

  takeNew(): readonly string[] | null {
    if (!this.#hasNew) return null;
    this.#hasNew = false;
    return [...this.#names];
  }
}
