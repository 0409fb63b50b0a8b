/**
 * Reads a make rule as clang writes it with -MD: the files an object was made from, in clang's
 * spelling and order. A backslash continues a line or escapes a blank; `$$` is a dollar sign.
 */
export function parseDependencies(rule: string): readonly string[] {
  const afterTarget = rule.indexOf(': ');
  if (afterTarget < 0) return [];
  const body = rule.slice(afterTarget + 2).replaceAll(/\\\r?\n/g, ' ');
  return [...body.matchAll(/(?:\\.|[^\s\\])+/g)].map(([word]) =>
    word.replaceAll(/\\([ #\\])/g, '$1').replaceAll('$$', '$'),
  );
}

/** A make rule that parseDependencies reads back; a name with a line break can't stand in one. */
export function dependencyRule(object: string, dependencies: readonly string[]): string {
  const escaped = dependencies
    .filter((path) => !/[\r\n]/.test(path))
    .map((path) => path.replaceAll(/[ #\\]/g, '\\$&').replaceAll('$', '$$$$'));
  return `${object}: ${escaped.join(' \\\n  ')}\n`;
}

/**
 * Resolves the base names that kernel logs print (`main.bpf.c`) to the files that were compiled.
 * The source itself wins; a name that two headers share is left alone, for a wrong place is worse
 * than none. The whole path of a file that was compiled stays what it is.
 */
export function fileResolver(
  source: string,
  dependencies: readonly string[],
): (baseName: string) => string | null {
  const base = (path: string) =>
    path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const byName = new Map<string, string | null>();
  for (const path of dependencies) {
    const name = base(path);
    byName.set(name, byName.has(name) && byName.get(name) !== path ? null : path);
  }
  byName.set(base(source), source);
  const paths = new Set(dependencies);
  return (name) => (paths.has(name) ? name : (byName.get(base(name)) ?? null));
}
