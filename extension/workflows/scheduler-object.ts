import type { SourceText } from '../core/findings/place-in-source';

/**
 * One compiled scheduler: what build makes and verify and load send. All paths are absolute. The next build
 * of its source overwrites the files, so what is said of this object later stands here, too.
 */
export interface SchedulerObject {
  /** The .bpf.c it was made from. */
  readonly source: string;
  /** The object with DWARF. */
  readonly path: string;
  /** The object that is sent: without DWARF, BTF and line info kept. */
  readonly strippedPath: string;
  /** What is sent: the bytes of `strippedPath` as they were built. */
  readonly bytes: Uint8Array;
  /** clang's make rule. */
  readonly dependenciesPath: string;
  /** Every file it was made from. */
  readonly dependencies: readonly string[];
  /** The scheduler, then its own headers, as they were compiled. */
  readonly sources: readonly ObjectSource[];
  /** Kernel build it was compiled for (TargetFacts.kernelBuild). */
  readonly kernelBuild: string;
  /** The compiler's own words for its version; null where it does not say them. */
  readonly clang: string | null;
}

export interface ObjectSource extends SourceText {
  /** Of the file's bytes, in hex. */
  readonly sha256: string;
}
