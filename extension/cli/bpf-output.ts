import { resolve } from 'node:path';
import { printFormats, type PrintFormat } from '../core/bpf-output/print-formats';
import type { PrintedLine } from '../core/bpf-output/trace-line';
import { ok, type Outcome } from '../core/findings/problem';
import type { Host } from '../hosts/api';
import { followBpfOutput } from '../workflows/observe/bpf-output';
import type { Invocation } from './command';
import { readNamedFile } from './named-file';
import { gapJson, gapLine } from './output/log-gap';
import { printedJson, printedText } from './output/printed-line';
import { untilAborted } from '../workflows/observe/session-end';

/** `scx-studio log --bpf`: what BPF programs of the target print with bpf_printk(). */
export async function showBpfOutput(
  invocation: Invocation,
  host: Host,
  { isLasting, history }: { readonly isLasting: boolean; readonly history: boolean },
): Promise<Outcome<null>> {
  const formats = await formatsOfSources(invocation);
  if (formats.kind !== 'ok') return formats;
  const { terminal, signal } = invocation;
  const kept: PrintedLine[] = [];
  const show = (line: PrintedLine, lost: number) => {
    if (!terminal.json) {
      if (lost > 0) terminal.print([gapLine(lost, 'lines', terminal.style)]);
      terminal.print([printedText(line, formats.value, terminal.style)]);
    } else if (isLasting) {
      if (lost > 0) terminal.printJson(gapJson(lost));
      terminal.printJson(printedJson(line, formats.value));
    } else kept.push(line);
  };
  const following = followBpfOutput(host, {
    history,
    onLine: show,
    onLive: () => {
      if (!isLasting) following.end();
    },
  });
  const outcome = await untilAborted(following, signal);
  if (outcome.kind === 'ok' && terminal.json && !isLasting) {
    terminal.printJson({ lines: kept.map((line) => printedJson(line, formats.value)) });
  }
  return outcome;
}

async function formatsOfSources(invocation: Invocation): Promise<Outcome<readonly PrintFormat[]>> {
  const formats: PrintFormat[] = [];
  for (const operand of invocation.arguments.operands) {
    const bytes = await readNamedFile(invocation.cwd, operand, 'Name a source with bpf_printk().');
    if (bytes.kind !== 'ok') return bytes;
    const path = resolve(invocation.cwd, operand);
    formats.push(...printFormats(path, bytes.value.toString('utf8')));
  }
  return ok(formats);
}
