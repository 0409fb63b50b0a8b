import { durationText } from '../../core/callback-cost/callback-cost';
import type { Rates } from '../../core/metrics/rates';

/** More CPUs than these are said as their mean and the highest. */
const MOST_CPUS = 8;

/** Load, run-queue delay and pressure between two readings, a row each; what is not known is left out. */
export function loadRows(rates: Rates | null): readonly (readonly [string, string])[] {
  if (rates === null) return [];
  const rows = [
    ['CPU load', cpuWords(rates.busy, percentText)],
    ['run-queue delay', cpuWords(rates.waited, (ns) => `${durationText(ns)}/s`)],
    ['pressure', listed(known(rates.pressure), percentText)],
  ] as const;
  return rows.filter(([, words]) => words !== '');
}

/** The same for a line: `CPU 34 %`, `delay 1.2 ms/s`, `cpu pressure 3 %`; what is 0 is left out but for the load. */
export function loadWords(rates: Rates | null): readonly string[] {
  if (rates === null) return [];
  const busy = known(rates.busy).map(([, share]) => share);
  const waited = known(rates.waited).reduce((sum, [, nanoseconds]) => sum + nanoseconds, 0);
  const pressure = known(rates.pressure).flatMap(([kind, share]) => {
    const what = /^(\S+) some$/.exec(kind)?.[1];
    return what === undefined || share < 0.005 ? [] : [`${what} pressure ${percentText(share)}`];
  });
  return [
    ...(busy.length === 0 ? [] : [`CPU ${percentText(mean(busy))}`]),
    ...(waited === 0 ? [] : [`delay ${durationText(waited)}/s`]),
    ...pressure,
  ];
}

function cpuWords(
  values: ReadonlyMap<number, number | null>,
  textOf: (value: number) => string,
): string {
  const cpus = known(values).map(([cpu, value]) => [`CPU ${cpu}`, value] as const);
  if (cpus.length <= MOST_CPUS) return listed(cpus, textOf);
  const most = cpus.reduce((one, other) => (other[1] > one[1] ? other : one));
  const average = mean(cpus.map(([, value]) => value));
  return `mean ${textOf(average)}, highest ${listed([most], textOf)}`;
}

function known<Key>(values: ReadonlyMap<Key, number | null>): (readonly [Key, number])[] {
  return [...values].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
}

function listed(
  values: readonly (readonly [string, number])[],
  textOf: (value: number) => string,
): string {
  return values.map(([name, value]) => `${name} ${textOf(value)}`).join(', ');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}
