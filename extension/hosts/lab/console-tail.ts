/** The last lines of a console, for people who want to know how a lab died. */
export interface ConsoleTail {
  readonly push: (line: string) => void;
  /** Oldest first. */
  readonly lines: () => readonly string[];
}

const KEPT_LINES = 200;
/** The kernel prints no controls, but firmware clears the screen. */
const CONTROLS = /\p{Cc}(?:\[[0-9;?=]*[a-zA-Z])?/gu;

export function createConsoleTail(): ConsoleTail {
  let kept: string[] = [];
  return {
    push(line) {
      const text = plainConsoleLine(line);
      if (text === '') return;
      kept.push(text);
      if (kept.length > 2 * KEPT_LINES) kept = kept.slice(-KEPT_LINES);
    },
    lines: () => kept.slice(-KEPT_LINES),
  };
}

export function plainConsoleLine(line: string): string {
  return line.replaceAll(CONTROLS, '').trimEnd();
}
