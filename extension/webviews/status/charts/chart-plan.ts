import { FIGURES, type FigureUnit } from '../../../core/metrics/figures';

/** A line is one figure, or several as one where nobody could tell so many lines apart. */
export interface ChartLine {
  readonly label: string;
  readonly figures: readonly string[];
  readonly by: 'mean' | 'most' | 'least';
}

export interface ChartPlan {
  readonly title: string;
  readonly unit: FigureUnit;
  /** The scale's end where figures have one: 100 for percent; null for as high as they go. */
  readonly top: number | null;
  readonly lines: readonly ChartLine[];
}

/** More CPUs than these are drawn as mean, highest and lowest. */
export const MOST_CPU_LINES = 8;

/**
 * The charts for what a target shows; one without any figure is left out. `isQuiet` tells counters that did not
 * move in the time shown: they would be lines at 0.
 */
export function chartPlans(
  names: readonly string[],
  isQuiet: (name: string) => boolean,
): readonly ChartPlan[] {
  const moving = names.filter((name) => !isQuiet(name));
  const plans: readonly ChartPlan[] = [
    { title: 'CPU load', unit: '%', top: 100, lines: cpuLines(names, FIGURES.busy) },
    { title: 'Run-queue delay', unit: 'ms/s', top: null, lines: cpuLines(names, FIGURES.waited) },
    {
      title: 'Events',
      unit: '/s',
      top: null,
      lines: named(moving, FIGURES.event, (name) => name.replace(/^SCX_EV_/, '')),
    },
    {
      title: 'Time in events',
      unit: 'ms/s',
      top: null,
      lines: named(moving, FIGURES.duration, (name) => name.replace(/^SCX_EV_/, '')),
    },
    {
      title: 'Context switches',
      unit: '/s',
      top: null,
      lines: named(names, FIGURES.switches, () => 'all CPUs'),
    },
    { title: 'Pressure', unit: '%', top: 100, lines: named(names, FIGURES.pressure) },
    {
      title: 'Tasks',
      unit: 'tasks',
      top: null,
      lines: [
        ...named(names, FIGURES.extTasks, () => 'in the ext class'),
        ...named(names, FIGURES.runnable, () => 'runnable'),
      ],
    },
  ];
  return plans.filter(({ lines }) => lines.length > 0);
}

function named(
  names: readonly string[],
  prefix: string,
  label = (rest: string) => rest,
): readonly ChartLine[] {
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ label: label(name.slice(prefix.length)), figures: [name], by: 'mean' }));
}

function cpuLines(names: readonly string[], prefix: string): readonly ChartLine[] {
  const single = named(names, prefix, (cpu) => `CPU ${cpu}`);
  if (single.length <= MOST_CPU_LINES) return single;
  const figures = single.flatMap((line) => line.figures);
  return [
    { label: `mean of ${figures.length} CPUs`, figures, by: 'mean' },
    { label: 'highest', figures, by: 'most' },
    { label: 'lowest', figures, by: 'least' },
  ];
}
