import {
  MOST_MARKS,
  MOST_READINGS,
  READINGS_SPAN_MS,
  type StatusHistory,
  type StatusMark,
  type StatusSample,
} from '../../contracts/status-messages';
import { recognise } from '../../core/kernel-log/sched-ext-event';
import { figuresOf } from '../../core/metrics/figures';
import { markOfEvent, marksOfSamples } from '../../core/metrics/marks';
import { createSeries } from '../../core/metrics/series';
import type { Sample } from '../../core/sched-ext/target';
import { followKernelLog, type Following } from '../../workflows/observe/kernel-log';
import type { ConnectedHost } from '../session/connection';
import { LogCursor } from '../../workflows/observe/log-cursor';

/** What was read of a target since it was chosen: it stays while no panel is shown. */
export class StatusMemory {
  readonly #series = createSeries(MOST_READINGS, READINGS_SPAN_MS);
  readonly #onMarks: () => void;
  #marks: readonly StatusMark[] = [];
  #cursor = new LogCursor();
  #last: Sample | null = null;
  /** The kernel log tells more than samples do. */
  #hasLog = false;

  constructor(onMarks: () => void) {
    this.#onMarks = onMarks;
  }

  get marks(): readonly StatusMark[] {
    return this.#marks;
  }

  get history(): StatusHistory {
    const { names } = this.#series;
    return {
      timesMs: this.#series.times(),
      names,
      values: names.map((name) => this.#series.values(name)),
    };
  }

  /** When what runs now was loaded, time of the target; null where that is not known. */
  get loadedAtMs(): number | null {
    const last = this.#marks.findLast(({ kind, isSub }) => kind !== 'noted' && !isSub);
    return last?.kind === 'loaded' ? last.timeMs : null;
  }

  take(sample: Sample, shown: StatusSample): void {
    this.#series.push(shown.timeMs, figuresOf(shown));
    if (this.#last !== null && sample.timeMs < this.#last.timeMs) this.#forgetMarks();
    if (this.#last !== null && !this.#hasLog) this.#mark(marksOfSamples(this.#last, sample));
    this.#last = sample;
  }

  /** Marks from the kernel log, its history first, until `end` is called. */
  followLog(host: ConnectedHost): Following {
    if (!this.#cursor.canResume) this.#forgetMarks();
    return followKernelLog(host, {
      cursor: this.#cursor,
      history: true,
      onReboot: () => {
        this.#forgetMarks();
      },
      onRecord: (record) => {
        if (!this.#hasLog) this.#forgetMarks();
        this.#hasLog = true;
        const event = recognise(record);
        const mark = event && markOfEvent(event, record.timeMicros / 1000);
        if (mark) this.#mark([mark]);
      },
    });
  }

  clear(): void {
    this.#series.clear();
    this.#cursor = new LogCursor();
    this.#hasLog = false;
    this.#last = null;
    this.#forgetMarks();
  }

  #mark(marks: readonly StatusMark[]): void {
    if (marks.length === 0) return;
    this.#marks = [...this.#marks, ...marks].slice(-MOST_MARKS);
    this.#onMarks();
  }

  #forgetMarks(): void {
    if (this.#marks.length === 0) return;
    this.#marks = [];
    this.#onMarks();
  }
}
