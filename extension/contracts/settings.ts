/**
 * Every setting: its name in package.json, its default, and by the default its type. A test compares
 * this table with package.json, both ways.
 *
 * `scx.target` and `scx.targets` have machine scope there: they name the machine on which code runs
 * as root, so no workspace file may choose it; nor how long a scheduler outlives its user, nor whose
 * templates are copied. What runs on this machine (`scx.clang.*`) a trusted
 * workspace may set; an untrusted one may not.
 */
export const SETTINGS = {
  /** As --target takes it: `lab`, `lab:6.18`, `local`, `user@host`; empty for none. */
  target: { name: 'scx.target', fallback: '' },
  /** Further ssh destinations that the target list offers. */
  targets: { name: 'scx.targets', fallback: [] as readonly string[] },
  /** Seconds without a sign of life after which a target takes out what was loaded from here. */
  leaseSeconds: { name: 'scx.lease.seconds', fallback: 10 },
  /** Seconds that a trial run offers. */
  trialSeconds: { name: 'scx.trial.seconds', fallback: 30 },
  verifyOnSave: { name: 'scx.verifyOnSave', fallback: true },
  programLens: { name: 'scx.programLens', fallback: true },
  /** Absolute path or name of a clang; empty looks for the newest. */
  clangPath: { name: 'scx.clang.path', fallback: '' },
  clangExtraFlags: { name: 'scx.clang.extraFlags', fallback: [] as readonly string[] },
  /** The machine whose clang compiles: `auto`, `here` or `target`. */
  buildWhere: { name: 'scx.build.where', fallback: 'auto' },
  /** The program of SCX: Run Loader Program…, absolute or within the workspace; empty asks for it. */
  loaderPath: { name: 'scx.loader.path', fallback: '' },
  loaderArguments: { name: 'scx.loader.arguments', fallback: [] as readonly string[] },
  /** A folder of the user's own templates; empty for none. */
  templatesFolder: { name: 'scx.templates.folder', fallback: '' },
  /** Milliseconds between two readings of the status view. */
  statusIntervalMs: { name: 'scx.status.intervalMs', fallback: 1000 },
} as const;

export type SettingKey = keyof typeof SETTINGS;

type Widened<T> = T extends boolean
  ? boolean
  : T extends number
    ? number
    : T extends string
      ? string
      : T;
export type SettingValue<K extends SettingKey> = Widened<(typeof SETTINGS)[K]['fallback']>;
