/** What is known beside a log; all of it may be missing. */
export interface LogOptions {
  /** The file that was compiled, for a base name as the kernel prints it; null leaves that name. */
  readonly resolveFile?: (baseName: string) => string | null;
}
