/** Labs: throw-away virtual machines with a real sched_ext kernel. */
export type { AvailableKernel } from './kernel-catalog';
export type { Lab } from './lab';
export { createLabHost, labDied } from './lab-host';
export type { RunningLab } from './kept-lab';
export { createLabs, type Labs } from './labs';
