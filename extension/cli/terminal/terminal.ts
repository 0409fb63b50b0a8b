import { printable } from '../../core/findings/plain-text';
import { createStyle, wantsColours, type Style } from './style';

export { printable };

/** A stream of this process, as far as the command line needs it. */
export interface Output {
  write(text: string): void;
  readonly isTty: boolean;
  readonly columns: number;
}

/**
 * The two streams and what belongs on each: results on standard output, everything said beside them
 * on standard error. Under `--json` standard output carries JSON and nothing else.
 */
export interface Terminal {
  readonly json: boolean;
  readonly verbose: boolean;
  /** Standard error is a terminal: stages replace each other there. */
  readonly interactive: boolean;
  /** Width of standard output; null when it is no terminal, where lines stay whole. */
  readonly columns: number | null;
  /** Colours for lines that go to `print`. */
  readonly style: Style;
  /** Colours for lines that go to `say`. */
  readonly sayStyle: Style;
  print(lines: readonly string[]): void;
  /** One JSON value on a line of its own. */
  printJson(value: unknown): void;
  say(lines: readonly string[]): void;
  /** A line that the next one replaces, on a terminal only; null takes it away. */
  progress(stage: string | null): void;
}

export interface TerminalOptions {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** What JSON leaves as it is, and a terminal acts on. */
const CONTROLS = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const unicodeEscape = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const ERASE_LINE = '\r\u001b[2K';

export function createTerminal(options: TerminalOptions): Terminal {
  const { stdout, stderr, env } = options;
  let progressShown = false;
  const clear = () => {
    if (progressShown) stderr.write(ERASE_LINE);
    progressShown = false;
  };
  const write = (output: Output, lines: readonly string[]) => {
    if (lines.length === 0) return;
    clear();
    output.write(lines.map((line) => line + '\n').join(''));
  };
  return {
    json: options.json,
    verbose: options.verbose,
    interactive: stderr.isTty,
    get columns() {
      return stdout.isTty ? stdout.columns : null;
    },
    style: createStyle(wantsColours(stdout.isTty, env)),
    sayStyle: createStyle(wantsColours(stderr.isTty, env)),
    print(lines) {
      write(stdout, lines);
    },
    printJson(value) {
      write(stdout, [JSON.stringify(value).replaceAll(CONTROLS, unicodeEscape)]);
    },
    say(lines) {
      write(stderr, lines);
    },
    progress(stage) {
      clear();
      if (stage === null || !stderr.isTty) return;
      stderr.write(printable(stage).slice(0, Math.max(stderr.columns - 1, 20)));
      progressShown = true;
    },
  };
}
