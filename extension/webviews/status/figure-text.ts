/** Figures as text; '' for what is not known, null only where that leaves the whole line out. */
export function numberText(value: number | null): string | null {
  return value === null ? null : value.toLocaleString('en');
}

/** "0/s", "2.5/s", "1,234/s". */
export function rateText(rate: number | null): string {
  if (rate === null) return '';
  if (rate === 0) return '0/s';
  return `${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en')}/s`;
}

/** "0 %", "0.4 %", "37 %". */
export function percentText(share: number | null): string {
  if (share === null) return '';
  const percent = share * 100;
  return percent > 0 && percent < 9.95 ? `${percent.toFixed(1)} %` : `${Math.round(percent)} %`;
}

const UNITS = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
] as const;

/** "312 ns", "1.2 µs", "41 ms", "3.0 s". */
export function durationText(nanoseconds: number | null): string {
  if (nanoseconds === null) return '';
  for (const [size, unit] of UNITS) {
    if (nanoseconds < size) continue;
    const value = nanoseconds / size;
    return `${value < 9.95 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ${unit}`;
  }
  return `${Math.round(nanoseconds)} ns`;
}

/** "41 s", "3 min 5 s", "2 h 4 min", "3 d 2 h". */
export function lastingText(milliseconds: number): string {
  const seconds = Math.max(Math.floor(milliseconds / 1000), 0);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 24) return `${hours} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
