import type { Finding } from '../../core/findings/finding';
import type { TargetFacts } from '../../core/sched-ext/target';
import type { Exit, Host } from '../../hosts/api';

/** What both ways of compiling start from. */
export interface CompileInput {
  /** Absolute path of a .bpf.c, and its text. */
  readonly source: string;
  readonly text: string;
  readonly host: Host;
  readonly facts: TargetFacts;
  /** All of clang's flags but for the folders of every build. */
  readonly flags: readonly string[];
  /** Where the headers of the source's project are: flags behind those. */
  readonly headers: readonly string[];
  readonly paths: ObjectPaths;
}

/** Where the products of a build lie on this machine. */
export interface ObjectPaths {
  /** With DWARF. */
  readonly object: string;
  readonly stripped: string;
  /** clang's make rule. */
  readonly dependencies: string;
}

/** What a clang made of one source. */
export interface Compiled {
  readonly findings: readonly Finding[];
  /** How clang ended and its words, when it did not compile; the products are written when it did. */
  readonly failure: Exit | null;
  /** The compiler's own words for its version; null where it does not say them. */
  readonly clang: string | null;
  /** The file with DWARF where there is one, and the file to send: those of `paths`. */
  readonly object: string;
  readonly stripped: string;
}
