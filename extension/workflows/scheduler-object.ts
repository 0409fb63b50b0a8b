/** One compiled scheduler: what build makes and verify and load send. All paths are absolute. */
export interface SchedulerObject {
  /** The .bpf.c it was made from. */
  readonly source: string;
  /** The object with DWARF. */
  readonly path: string;
  /** The object that is sent: without DWARF, BTF and line info kept. */
  readonly strippedPath: string;
  /** clang's make rule: every file it was made from. */
  readonly dependenciesPath: string;
  /** Kernel build it was compiled for (TargetFacts.kernelBuild). */
  readonly kernelBuild: string;
}
