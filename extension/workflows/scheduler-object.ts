/** One compiled scheduler: what build makes and verify and load send. */
export interface SchedulerObject {
  /** Absolute path of the .bpf.c it was made from. */
  readonly source: string;
  /** Absolute path of the unstripped object. */
  readonly path: string;
  /** Absolute path of the object without DWARF: BTF and line info kept. This one is sent. */
  readonly strippedPath: string;
  /** Kernel build it was compiled for (TargetFacts.kernelBuild). */
  readonly kernelBuild: string;
}
