import type { Style } from '../terminal/style';

/** Stands where lines are missing: a log that hides its gaps misleads. */
export function gapLine(lost: number, what: 'records' | 'lines', style: Style): string {
  return style.yellow(`-- ${lost} ${what} were overwritten before they could be read --`);
}

export function gapJson(lost: number) {
  return { lost };
}
