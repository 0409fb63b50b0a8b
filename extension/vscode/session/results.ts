import * as vscode from 'vscode';
import type { Finding } from '../../core/findings/finding';
import type { Verdict } from '../../core/verifier/verdict';
import type { Disposable } from '../api/disposables';

/** A target's answer for one source as it was then. */
export interface Verified {
  readonly verdict: Verdict;
  /** All that libbpf and the kernel said. */
  readonly log: string;
  /** The target's name. */
  readonly target: string;
  /** `uname -r` of the target. */
  readonly kernel: string;
  /** The source's text that was verified: results of another text are shown as old. */
  readonly text: string;
  /** The compiled file that a name in the log means; null when that is not certain. */
  readonly resolveFile: (name: string) => string | null;
}

/** The answers of many kernels for one source as one. */
export interface VerifiedOnMany {
  /** Those that hold on some kernels only say on which. */
  readonly findings: readonly Finding[];
  /** The kernels that answered, `uname -r` each. */
  readonly kernels: readonly string[];
  readonly text: string;
}

/** What is known of one scheduler source, by the step that found it. */
export interface SourceResult {
  readonly build: readonly Finding[];
  readonly verified: Verified | null;
  /** What many kernels found side by side; while it is there it stands for the findings of `verified`. */
  readonly matrix: VerifiedOnMany | null;
  /** Why the kernel rejected it at load, or threw it out. */
  readonly run: { readonly findings: readonly Finding[]; readonly log: string } | null;
}

/** The last results of every source in this window; features show them, the loop writes them. */
export interface Results extends Disposable {
  readonly sources: Iterable<string>;
  of(source: string): SourceResult | null;
  update(source: string, part: Partial<SourceResult>): void;
  forget(source: string): void;
  /** The source whose results changed. */
  readonly onDidChange: vscode.Event<string>;
}

const NOTHING: SourceResult = { build: [], verified: null, matrix: null, run: null };

export function createResults(): Results {
  const bySource = new Map<string, SourceResult>();
  const changed = new vscode.EventEmitter<string>();
  return {
    get sources() {
      return bySource.keys();
    },
    of: (source) => bySource.get(source) ?? null,
    update(source, part) {
      bySource.set(source, { ...(bySource.get(source) ?? NOTHING), ...part });
      changed.fire(source);
    },
    forget(source) {
      if (bySource.delete(source)) changed.fire(source);
    },
    onDidChange: changed.event,
    dispose() {
      changed.dispose();
    },
  };
}

/** Every finding of a source, in the order of the steps. */
export function findingsOf(result: SourceResult): readonly Finding[] {
  const { build, run } = result;
  return [...build, ...verifierFindings(result), ...(run?.findings ?? NONE)];
}

const NONE: readonly Finding[] = [];

/** What the verifiers say: of many kernels where these were asked, else of one. */
export function verifierFindings({ verified, matrix }: SourceResult): readonly Finding[] {
  return matrix?.findings ?? verified?.verdict.findings ?? NONE;
}
