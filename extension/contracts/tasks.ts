/** The task types in tasks.json, their values, and the problem matchers that read their output. */
export const TASK_TYPE = 'scx';
export const TASK_STEPS = ['build', 'verify', 'load'] as const;
export type TaskStep = (typeof TASK_STEPS)[number];

/** Tasks by which a project builds itself, and the tools that they may name. */
export const PROJECT_TASK_TYPE = 'scx-project';
export const PROJECT_TOOLS = ['make', 'meson', 'cargo'] as const;
export type ProjectTool = (typeof PROJECT_TOOLS)[number];

/**
 * How many lines below a source comment of a classic verifier log its error may stand. A problem matcher
 * reads a fixed number of lines, so there is one for each: `bpf-verifier`, `bpf-verifier-2` …
 */
const ERROR_DISTANCES = 10;

/** Names in package.json, without the `$` that tasks.json puts in front. */
export const PROBLEM_MATCHERS = {
  clang: 'scx-clang',
  /** What the project's own build prints: compilers name files relative to folders that only make knows. */
  project: 'scx-project',
  verifier: 'scx-verifier',
  /** What `--format gcc` of the command line prints. */
  findings: 'scx-studio',
  /** The report that Linux 7.3 and later add to about one error in ten. */
  report: 'bpf-verifier-report',
} as const;

/** The matchers of classic verifier logs, by distance. */
export const LOG_MATCHERS = Array.from({ length: ERROR_DISTANCES }, (_, index) =>
  index === 0 ? 'bpf-verifier' : `bpf-verifier-${index + 1}`,
);
