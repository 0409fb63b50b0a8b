/**
 * Reads lines of a task as VS Code does (AbstractProblemCollector and its matchers in
 * workbench/contrib/tasks/common/problemCollectors.ts, as of 1.139): a window that ends at the newest line, the
 * longest pattern first, the first capture of a property counts, and what matched is used up.
 */
import { manifest, type LinePattern } from './manifest';

const PROPERTIES = ['file', 'line', 'column', 'severity', 'message', 'code'] as const;
export type Problem = Record<(typeof PROPERTIES)[number], string>;

export interface FoundProblem {
  readonly matcher: string;
  /** The line of the output that completed it, from 0. */
  readonly at: number;
  readonly problem: Partial<Problem>;
}

interface Matcher {
  readonly name: string;
  readonly lines: readonly { readonly regexp: RegExp; readonly groups: LinePattern }[];
}

/** What the named matchers of package.json read. */
export function problemsIn(output: readonly string[], names: readonly string[]): FoundProblem[] {
  const matchers = names.map(matcherNamed).sort((a, b) => b.lines.length - a.lines.length);
  const found: FoundProblem[] = [];
  let unused = 0;
  for (let at = 0; at < output.length; at++) {
    for (const { name, lines } of matchers) {
      const start = at + 1 - lines.length;
      const problem = start < unused ? null : match(lines, output.slice(start, at + 1));
      if (problem === null) continue;
      found.push({ matcher: name, at, problem });
      unused = at + 1;
      break;
    }
  }
  return found;
}

function matcherNamed(name: string): Matcher {
  const matcher = manifest.contributes.problemMatchers.find((one) => one.name === name);
  if (!matcher) throw new Error(`package.json has no problem matcher ${name}`);
  const patterns = Array.isArray(matcher.pattern)
    ? (matcher.pattern as readonly LinePattern[])
    : [matcher.pattern as LinePattern];
  return {
    name,
    lines: patterns.map((groups) => ({ regexp: new RegExp(groups.regexp), groups })),
  };
}

/** Null as well for what VS Code shows nothing of: no file, line or message. */
function match(lines: Matcher['lines'], window: readonly string[]): Partial<Problem> | null {
  const problem: Partial<Problem> = {};
  for (const [index, { regexp, groups }] of lines.entries()) {
    const match = regexp.exec(window[index] ?? '');
    if (!match) return null;
    for (const property of PROPERTIES) {
      const value = match[groups[property] ?? match.length];
      if (value !== undefined) problem[property] ??= value;
    }
  }
  return problem.file && problem.line && problem.message ? problem : null;
}
