import { parseDmesg } from '../../core/kernel-log/kmsg';
import type { ExitReport } from '../../core/exit-report/exit-report';
import type { KernelRecord } from '../../core/sched-ext/target';
import { Disposables, type Disposable } from '../api/disposables';
import type { Loaded } from '../session/active-run';
import type { Session } from '../session/session';

/** The report of a program that was refused follows its step a moment later. */
const REPORT_FOLLOWS_MS = 500;
const MOST_REPORTS = 20;

type Shared = Pick<Session, 'run' | 'activities' | 'reports'>;

/** What this window says by itself of the ends of its own runs, and what it has let go of. */
export class OwnEnds implements Disposable {
  readonly #shared: Shared;
  readonly #owned = new Disposables();
  #reports: ExitReport[] = [];
  /** By target: what was kept there, or lost sight of. */
  readonly #left = new Map<string, Loaded>();

  constructor(shared: Shared) {
    this.#shared = shared;
    this.#owned.add(
      shared.reports.onDidAdd(({ report }) => {
        this.#reports = [...this.#reports, report].slice(-MOST_REPORTS);
      }),
      shared.run.onDidEnd(({ loaded, end }) => {
        if (end.kind === 'kept' || end.kind === 'lost') this.#left.set(loaded.targetId, loaded);
        else this.#left.delete(loaded.targetId);
      }),
    );
  }

  /** The run of this window that a scheduler of that name there was; null where it was none. */
  leftOn(target: string, ops: string | null): Loaded | null {
    const left = this.#left.get(target);
    return left?.run.ops === ops ? left : null;
  }

  /** Whether a report of an own run is about the end that this record says, once that run is over. */
  async tell(target: string, ops: string | null, said: KernelRecord): Promise<boolean> {
    await this.#settled(target, ops);
    const report = this.#reports.find(
      (one) => one.target === target && one.log.some((line) => isOf(line, said)),
    );
    // A log without times has the same line for the next end.
    this.#reports = this.#reports.filter((one) => one !== report);
    return report !== undefined;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** While this window loads there, or runs a scheduler of that name, its report may still come. */
  async #settled(target: string, ops: string | null): Promise<void> {
    const { run, activities } = this.#shared;
    const isBusy = () =>
      activities.stageOf(`load ${target}`) !== null ||
      (run.loaded?.targetId === target && run.loaded.run.ops === ops);
    if (!isBusy()) return;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (isBusy()) return;
        for (const listener of listeners) listener.dispose();
        resolve();
      };
      const listeners = [run.onDidEnd(look), activities.onDidChange(look)];
    });
    await new Promise((resolve) => setTimeout(resolve, REPORT_FOLLOWS_MS));
  }
}

function isOf(line: string, { timeMicros, text }: KernelRecord): boolean {
  const logged = parseDmesg(line);
  if (logged?.text !== text) return false;
  return Number.isNaN(logged.timeMicros) || logged.timeMicros === timeMicros;
}
