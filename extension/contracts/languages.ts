/** Schedulers are C files by name; clangd and the C grammar keep working on them. */
export const SCHEDULER_SUFFIX = '.bpf.c';
export const SCHEDULER_GLOB = '**/*.bpf.c';

/** Language of the instruction trace; package.json declares it with its file name extension. */
export const VERIFIER_LOG = { id: 'bpf-verifier-log', extension: '.verifier-log' } as const;

/** URI scheme of the read-only documents that report on a trial run. */
export const REPORT_SCHEME = 'scx-report';

/** URI scheme of the read-only documents that show an instruction trace. */
export const TRACE_SCHEME = 'scx-trace';

/** Documents that a file would become, shown beside what it is now. */
export const PROPOSAL_SCHEME = 'scx-proposal';
