/**
 * The `when` keys that this extension sets. package.json uses them in menus and view welcomes; a test
 * finds names there that are not in this table.
 */
export interface ContextKeys {
  /** fsPath of the scheduler that is loaded from this window, as a list for `resourcePath in …`. */
  'scx.loadedPaths': readonly string[];
  /** A scheduler of this window is loaded. */
  'scx.loaded': boolean;
  /** A step is at work: it can be cancelled. */
  'scx.busy': boolean;
  /** Callback costs are being measured. */
  'scx.measuresCost': boolean;
  /** A target is chosen. */
  'scx.hasTarget': boolean;
  /**
   * The walkthrough was opened in this window. VS Code (1.99 to 1.139) ticks a step off when its key becomes true, and
   * keys that are true before it first needs the walkthrough never become so: these steps wait for this key too.
   */
  'scx.firstSteps': boolean;
  /** Steps of the walkthrough that were taken in this window: they tick themselves off. */
  'scx.hasChecked': boolean;
  'scx.hasScheduler': boolean;
  'scx.hasSeenError': boolean;
  'scx.hasWatched': boolean;
}

export type ContextKey = keyof ContextKeys;

export const CONTEXT_DEFAULTS: ContextKeys = {
  'scx.loadedPaths': [],
  'scx.loaded': false,
  'scx.busy': false,
  'scx.measuresCost': false,
  'scx.hasTarget': false,
  'scx.firstSteps': false,
  'scx.hasChecked': false,
  'scx.hasScheduler': false,
  'scx.hasSeenError': false,
  'scx.hasWatched': false,
};
