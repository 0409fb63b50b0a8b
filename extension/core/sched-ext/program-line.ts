import { printable } from '../findings/plain-text';

const ESCAPE = '\u001b';
/** Select Graphic Rendition (ECMA-48): colours and weights, nothing that moves a cursor. */
const STYLES = new RegExp(`(${ESCAPE}\\[[0-9;:]*m)`);
const RESET = `${ESCAPE}[0m`;

/**
 * A line of a program on another machine as a terminal may see it: colours stay where they are wanted, all
 * other control characters become visible.
 */
export function programLine(line: string, colours: boolean): string {
  const parts = line.replace(/\r$/, '').split(STYLES);
  const shown = parts.map((part, index) => {
    if (index % 2 === 0) return printable(part);
    return colours ? part : '';
  });
  return shown.join('') + (colours && parts.length > 1 ? RESET : '');
}
