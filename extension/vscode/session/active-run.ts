import * as vscode from 'vscode';
import { CANCELLED, type Outcome, type Problem } from '../../core/findings/problem';
import type { WorkflowContext } from '../../workflows/context';
import {
  loadScheduler,
  type LoadOptions,
  type LoadResult,
  type Run,
  type RunEnd,
} from '../../workflows/load/load';
import type { SchedulerObject } from '../../workflows/scheduler-object';
import type { LoaderRun } from '../../workflows/load/loader-run';
import type { Replacement } from '../../workflows/load/owner';
import { setting } from '../api/settings';
import { setContextKey } from '../api/context-keys';
import type { Activities } from './activities';
import type { ConnectedHost, Connection } from './connection';
import type { BuiltSource, LoopOptions } from './loop';
import type { ExitReports } from './exit-reports';
import type { LoadWarnings } from './load-warnings';
import type { Results } from './results';
import { showRunFindings } from './run-findings';
import type { Disposable } from '../api/disposables';

/** The one scheduler that this window keeps loaded. */
export interface Loaded {
  /** The .bpf.c, or the program that loads it by itself. */
  readonly source: string;
  readonly run: Run | LoaderRun;
  readonly host: ConnectedHost;
  /** What was loaded; null for a program that loads by itself. */
  readonly object: SchedulerObject | null;
  readonly targetId: string;
  /** `uname -r` */
  readonly kernel: string;
}

export interface LoadedEnd {
  readonly loaded: Loaded;
  readonly end: RunEnd;
}

export interface RunOptions extends LoopOptions {
  /** What may be taken out; null: nothing. */
  readonly replace: Replacement | null;
  /** A trial: the target takes it out after that time. */
  readonly trialSeconds?: number | undefined;
}

export interface ActiveRun extends Disposable {
  readonly loaded: Loaded | null;
  /** Loads what was built; with `replace` that scheduler is taken out first. */
  load(built: BuiltSource, options: RunOptions): Promise<Outcome<LoadResult>>;
  /** From here on it is the scheduler of this window. */
  hold(loaded: Loaded): void;
  /** Takes it out; null when nothing of this window is loaded. */
  unload(): Promise<RunEnd | null>;
  /** Leaves it loaded, held by nobody; null when nothing of this window is loaded, or its program holds it. */
  keep(): Promise<RunEnd | null>;
  readonly onDidChange: vscode.Event<void>;
  /** After it is out, for whatever reason. */
  readonly onDidEnd: vscode.Event<LoadedEnd>;
}

export interface ActiveRunParts {
  readonly context: () => Promise<WorkflowContext>;
  readonly results: Results;
  readonly connection: Connection;
  readonly activities: Activities;
  readonly reports: ExitReports;
  readonly warnings: LoadWarnings;
}

export function createActiveRun(parts: ActiveRunParts): ActiveRun {
  return new WindowRun(parts);
}

class WindowRun implements ActiveRun {
  readonly #parts: ActiveRunParts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #ended = new vscode.EventEmitter<LoadedEnd>();
  #loaded: Loaded | null = null;
  /** The target takes it out for another one of this window: its end is no news. */
  #handedOver: Loaded | null = null;
  readonly onDidChange = this.#changed.event;
  readonly onDidEnd = this.#ended.event;

  constructor(parts: ActiveRunParts) {
    this.#parts = parts;
  }

  get loaded(): Loaded | null {
    return this.#loaded;
  }

  async load(built: BuiltSource, options: RunOptions): Promise<Outcome<LoadResult>> {
    // By target, not by source: saving the file while it loads must not take the load back.
    const key = `load ${built.host.target.id}`;
    const activity = this.#parts.activities.begin(key, 'Loading', options.signal);
    const onProgress = (stage: string) => {
      activity.onProgress(stage);
      options.onProgress?.(stage);
    };
    try {
      if (options.replace !== null && this.#loaded?.targetId === built.host.target.id) {
        // The target takes it out, with what it is to put back: that would run again in between.
        this.#handedOver = this.#loaded;
      }
      const onWarning: LoadOptions['onWarning'] = (warning) => {
        this.#parts.warnings(built.host.target.id, warning);
      };
      const step = { signal: activity.signal, onProgress, onWarning };
      const outcome = await this.#ask(built, options, step);
      await this.#take(built, outcome);
      if (outcome.kind === 'problem') this.#handedOver = null;
      return outcome;
    } finally {
      activity.end();
    }
  }

  hold(loaded: Loaded): void {
    this.#begin(loaded);
  }

  async unload(): Promise<RunEnd | null> {
    return this.#loaded === null ? null : this.#loaded.run.unload();
  }

  async keep(): Promise<RunEnd | null> {
    return (await this.#loaded?.run.keep?.()) ?? null;
  }

  dispose(): void {
    this.#changed.dispose();
    this.#ended.dispose();
  }

  async #ask(
    { object, host, facts }: BuiltSource,
    { replace, trialSeconds }: RunOptions,
    step: LoadOptions,
  ): Promise<Outcome<LoadResult>> {
    if (object === null) return CANCELLED;
    const context = await this.#parts.context();
    const request = { object, host, facts, replace, leaseSeconds: setting('leaseSeconds') };
    return loadScheduler(
      context,
      trialSeconds === undefined ? request : { ...request, trialSeconds },
      step,
    );
  }

  async #take(built: BuiltSource, outcome: Outcome<LoadResult>): Promise<void> {
    if (outcome.kind === 'problem') this.#noticeLoss(built, outcome.problem);
    if (outcome.kind !== 'ok') return;
    const { source, object, host, facts } = built;
    if (outcome.value.kind === 'rejected') {
      await showRunFindings(this.#parts, built, outcome.value);
      this.#parts.reports.add({ report: outcome.value.report, object });
    } else {
      const { run } = outcome.value;
      const kernel = facts.kernelRelease;
      this.#begin({ source, object, run, host, targetId: host.target.id, kernel });
    }
  }

  /** "busy" says that the target works; everything else may mean that it is gone. */
  #noticeLoss({ host }: BuiltSource, problem: Problem): void {
    if (problem.kind === 'target' && problem.code !== 'busy') {
      this.#parts.connection.lost(host, problem);
    }
  }

  #begin(loaded: Loaded): void {
    this.#set(loaded);
    void loaded.run.done.then((ended) => {
      const isReplaced = this.#handedOver === loaded && ended.kind === 'ended';
      const end: RunEnd = isReplaced ? { kind: 'unloaded' } : ended;
      if (this.#loaded === loaded) this.#set(null);
      // What was known of the target is of no use now: it is asked again, also for what was left there.
      if (end.kind === 'lost') this.#parts.connection.lost(loaded.host, end.problem);
      if (end.kind === 'ended' || end.kind === 'trial') {
        void showRunFindings(this.#parts, loaded, end);
      }
      if (end.kind === 'ended') {
        this.#parts.reports.add({ report: end.report, object: loaded.object });
      }
      this.#ended.fire({ loaded, end });
    });
  }

  #set(loaded: Loaded | null): void {
    this.#loaded = loaded;
    setContextKey('scx.loaded', loaded !== null);
    setContextKey('scx.loadedPaths', loaded === null ? [] : [loaded.source]);
    this.#changed.fire();
  }
}
