/** Colours, window titles and other terminal controls: CSI, OSC and two-byte escape sequences. */
// eslint-style rules forbid control characters in patterns, so ESC and BEL are written by code.
const ESCAPE = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
const CONTROLS = new RegExp(
  `${ESCAPE}(?:\\[[0-9;:?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)?|[@-Z\\\\^_])`,
  'g',
);

/** One line as a reader sees it: without colours, without the carriage return of Windows or a tty. */
export function plainLine(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.includes(ESCAPE) ? text.replace(CONTROLS, '') : text;
}
