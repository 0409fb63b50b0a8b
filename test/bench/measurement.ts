/** One line of the benchmark: what was measured, against what, and what the design allows. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'KB' | 'MB' | 'processes';
  /** What the value is compared with in the same run, or the fixed bound it must stay under. */
  readonly reference: number;
  readonly referenceName: string;
  /** value / reference must not be more. */
  readonly allowed: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return ((low ?? NaN) + (high ?? NaN)) / 2;
}

export async function milliseconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** `save to verdict   688 ms = 1.06 × 650 ms (bare commands), allowed 1.15 ×   ok` */
export function describeMeasurement(one: Measurement): string {
  const ratio = one.value / one.reference;
  const amount = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ${one.unit}`;
  const verdict = ratio <= one.allowed ? 'ok' : 'TOO MUCH';
  return `${one.name.padEnd(28)} ${amount(one.value)} = ${ratio.toFixed(2)} × ${amount(one.reference)} (${one.referenceName}), allowed ${one.allowed} ×: ${verdict}`;
}
