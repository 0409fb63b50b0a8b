/** Labs: throw-away virtual machines with a real sched_ext kernel. */
export type { Lab } from './lab';
export { createLabs } from './labs';
