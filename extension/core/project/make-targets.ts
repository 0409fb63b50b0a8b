/** Longer lines are no rules that a person wrote. */
const MOST_LINE_CHARS = 10_000;
/** `a = $(b)`, `b = $(a)` has no end; real Makefiles nest once or twice. */
const MOST_NESTING = 4;

const ASSIGNMENT = /^ *([\w.-]+)[ \t]*(\+?)(?::{0,3}|[?!])=[ \t]*(.*)$/;
const RULE = /^(?! )((?:[^\s:=#$]|\$\([^()]*\)|\$\{[^{}]*\}|[ \t](?=\S))+)[ \t]*::?(?![:=])/;
const WORD = /(?:\$\([^()]*\)|\$\{[^{}]*\}|[^\s$])+/g;
const REFERENCE = /^\$[({]([\w.-]+)[)}]$/;

/**
 * The targets that a Makefile names itself: those of its rules, and of rules whose targets are a variable, as
 * `$(c-sched-targets): …` of the kernel's `tools/sched_ext` (6.12 to 7.3). It runs nothing, so what functions, patterns
 * and included files add is not there. Never throws.
 */
export function makeTargets(text: string): ReadonlySet<string> {
  const lines = text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('\t') && line.length <= MOST_LINE_CHARS);
  const variables = variablesOf(lines);
  const named = lines.flatMap((line) => wordsOf(RULE.exec(line)?.[1] ?? ''));
  const targets = named.flatMap((word) => expanded(word, variables, MOST_NESTING));
  return new Set(targets.filter((target) => !/^\.|[%$/]/.test(target)));
}

function variablesOf(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const variables = new Map<string, readonly string[]>();
  for (const line of lines) {
    const [, name, plus, value = ''] = ASSIGNMENT.exec(line) ?? [];
    if (name === undefined) continue;
    const before = plus === '+' ? (variables.get(name) ?? []) : [];
    variables.set(name, [...before, ...wordsOf(value.replace(/(?:^|\s)#.*/, ''))]);
  }
  return variables;
}

function expanded(
  word: string,
  variables: ReadonlyMap<string, readonly string[]>,
  nesting: number,
): readonly string[] {
  const [, name] = REFERENCE.exec(word) ?? [];
  if (name === undefined) return [word];
  if (nesting === 0) return [];
  return (variables.get(name) ?? []).flatMap((inner) => expanded(inner, variables, nesting - 1));
}

function wordsOf(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}
