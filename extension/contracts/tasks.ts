/** The task type in tasks.json, its values, and the problem matchers that read its output. */
export const TASK_TYPE = 'scx';
export const TASK_STEPS = ['build', 'verify', 'load'] as const;
export type TaskStep = (typeof TASK_STEPS)[number];

/** Names in package.json, without the `$` that tasks.json puts in front. */
export const PROBLEM_MATCHERS = { clang: 'scx-clang', verifier: 'scx-verifier' } as const;
