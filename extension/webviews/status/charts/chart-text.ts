import type { FigureUnit } from '../../../core/metrics/figures';

/** A figure as people read it: `12.5 %`, `1.2 k/s`; an en dash for one that is not known. */
export function figureText(value: number | null | undefined, unit: FigureUnit): string {
  if (value === null || value === undefined) return '–';
  const number = shortNumber(value);
  return unit === '/s' ? `${number}/s` : `${number} ${unit}`;
}

/** Three digits at most: `0`, `0.02`, `7.5`, `312`, `84 k`, `1.2 M`. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 999_500) return `${threeDigits(value / 1e6)} M`;
  if (size >= 999.5) return `${threeDigits(value / 1e3)} k`;
  return threeDigits(value);
}

function threeDigits(value: number): string {
  const size = Math.abs(value);
  return String(Number(value.toFixed(size < 1 ? 2 : size < 9.95 ? 1 : 0)));
}

/** The time of day on this machine: `17:03:09`. */
export function clockText(epochMs: number): string {
  const date = new Date(epochMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
