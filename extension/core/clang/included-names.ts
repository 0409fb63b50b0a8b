/**
 * The headers that a C file can include, as it writes them. More than it does include: nothing is
 * evaluated, and what a #define names counts too, since an #include can stand for a macro.
 */
export function includedNames(source: string): string[] {
  const spliced = source.replaceAll(/\\\r?\n/g, ' ');
  const names = new Set<string>();
  for (const [line] of spliced.matchAll(
    /^[ \t]*(?:#|%:)[ \t]*(?:include|import|define|if|elif).*$/gm,
  )) {
    for (const [, quoted, angled] of line.matchAll(/"([^"]+)"|<([^>]+)>/g)) {
      const name = quoted ?? angled ?? '';
      if (isSource(name)) names.add(name);
    }
  }
  return [...names];
}

/** Only C files leave this machine. */
export function isSource(path: string): boolean {
  return /\.[hc]$/i.test(path);
}
