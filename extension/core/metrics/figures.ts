import type { StatusSample } from '../../contracts/status-messages';

/** What a figure that is kept over time is measured in. */
export type FigureUnit = '%' | 'ms/s' | '/s' | 'tasks';

/** Prefixes of names that are there more than once; what follows is the kernel's own name or a CPU's number. */
export const FIGURES = {
  busy: 'busy ',
  waited: 'waited ',
  pressure: 'pressure ',
  event: 'event ',
  duration: 'duration ',
  switches: 'switches',
  runnable: 'runnable',
  extTasks: 'ext tasks',
} as const;

/**
 * The figures of a reading that are kept and drawn over time, by name, in the units of charts. Those of the
 * scheduler come first: a series takes a bounded number of names, and a machine may have very many CPUs.
 */
export function figuresOf(sample: StatusSample): ReadonlyMap<string, number | null> {
  const { cpus, events, pressure } = sample;
  return new Map<string, number | null>([
    [FIGURES.extTasks, sample.extTasks],
    [FIGURES.runnable, sample.runnable],
    [FIGURES.switches, sample.contextSwitches],
    ...events.map(({ name, rate, unit }): [string, number | null] =>
      unit === 'nanoseconds'
        ? [FIGURES.duration + name, scaled(rate, 1e-6)]
        : [FIGURES.event + name, rate],
    ),
    ...pressure.map(([kind, share]): [string, number | null] => [
      FIGURES.pressure + kind,
      scaled(share, 100),
    ]),
    ...cpus.map(({ cpu, busy }): [string, number | null] => [
      FIGURES.busy + String(cpu),
      scaled(busy, 100),
    ]),
    ...cpus.map(({ cpu, waitedNs }): [string, number | null] => [
      FIGURES.waited + String(cpu),
      scaled(waitedNs, 1e-6),
    ]),
  ]);
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}
