import type { StatusHistory, StatusMark } from '../../../contracts/status-messages';
import { MOST_READINGS, READINGS_SPAN_MS } from '../../../contracts/status-messages';
import { createSeries, type Series } from '../../../core/metrics/series';
import { isQuiet } from './chart-data';
import { chartPlans, type ChartPlan } from './chart-plan';

/** What all charts of the page draw from. */
export class ChartBoard {
  readonly series: Series = createSeries(MOST_READINGS, READINGS_SPAN_MS);
  marks: readonly StatusMark[] = [];
  /** Added to a time of the target for one of this machine's clock. */
  epochMs = 0;
  #pausedMs: number | null = null;
  #lastMs = 0;

  get isPaused(): boolean {
    return this.#pausedMs !== null;
  }

  pause(paused: boolean): void {
    this.#pausedMs = paused ? this.#lastMs : null;
  }

  restore({ timesMs, names, values }: StatusHistory): void {
    this.series.clear();
    this.#lastMs = 0;
    this.#pausedMs = null;
    for (const [row, timeMs] of timesMs.entries()) {
      this.push(timeMs, new Map(names.map((name, at) => [name, knownOrNull(values[at]?.[row])])));
    }
  }

  /** A reading that is there already, as each is that comes again with a changed connection, is passed over. */
  push(timeMs: number, figures: ReadonlyMap<string, number | null>): void {
    if (timeMs === this.#lastMs) return;
    this.series.push(timeMs, figures);
    this.#lastMs = timeMs;
  }

  range(windowMs: number): { readonly fromMs: number; readonly toMs: number } {
    const toMs = this.#pausedMs ?? this.#lastMs;
    return { fromMs: toMs - windowMs, toMs };
  }

  plans(windowMs: number): readonly ChartPlan[] {
    const range = this.range(windowMs);
    return chartPlans(this.series.names, (name) => isQuiet(this.series, name, range));
  }
}

function knownOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
