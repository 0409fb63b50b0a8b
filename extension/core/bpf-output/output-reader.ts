import { plainLine } from '../findings/terminal-text';
import { parseTraceLine, type PrintedLine } from './trace-line';

export type OutputItem =
  | { readonly kind: 'line'; readonly line: PrintedLine; readonly isHistory: boolean }
  | { readonly kind: 'lost'; readonly count: number }
  /** Names the boot of the target that all is of. */
  | { readonly kind: 'boot'; readonly id: string }
  /** The history has ended: what follows is printed from now on. */
  | { readonly kind: 'live' }
  | { readonly kind: 'refused'; readonly words: string };

export interface OutputReader {
  /** null for lines that say nothing, or what was said before. */
  push(line: string): OutputItem | null;
}

/**
 * Reads the output of remote/bpf-output.sh, line by line. What is printed while the history is read stands
 * in both: it is said once. The lines of a text with line ends in it are lines of their own.
 */
export function createOutputReader(): OutputReader {
  let last: PrintedLine | null = null;
  let known = new Set<string>();
  const push = (text: string, isHistory: boolean): OutputItem | null => {
    const parsed = parseTraceLine(text);
    if (parsed === null) return null;
    if (parsed.kind === 'lost') return parsed;
    if (parsed.kind === 'more') {
      return last && { kind: 'line', line: { ...last, text: parsed.text }, isHistory };
    }
    const key = `${parsed.timeMicros} ${parsed.pid} ${parsed.text}`;
    if (!isHistory && known.has(key)) {
      last = null;
      return null;
    }
    if (isHistory) known.add(key);
    last = parsed;
    return { kind: 'line', line: parsed, isHistory };
  };
  let isLive = false;
  return {
    push(line) {
      if (isLive) {
        const item = push(line, false);
        if (known.size > 0 && last !== null) known = new Set();
        return item;
      }
      if (line.startsWith('history ')) return push(line.slice('history '.length), true);
      if (line.startsWith('boot ')) return { kind: 'boot', id: line.slice('boot '.length) };
      if (line.startsWith('refused '))
        return { kind: 'refused', words: plainLine(line.slice('refused '.length)) };
      isLive = line === 'live';
      if (!isLive) return null;
      last = null;
      return { kind: 'live' };
    },
  };
}
