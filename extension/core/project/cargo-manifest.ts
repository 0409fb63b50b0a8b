export interface CargoManifest {
  /** null where it describes no package: a workspace by itself. */
  readonly packageName: string | null;
  readonly isWorkspace: boolean;
}

/**
 * What a Cargo.toml is, by the heads of its tables and the line `name = "…"` of `[package]`, which is how cargo and
 * people write it. Inline tables (`package = { name = "a" }`) are not read. Never throws.
 */
export function readCargoManifest(text: string): CargoManifest {
  let table = '';
  let packageName: string | null = null;
  let isWorkspace = false;
  for (const line of text.split(/\r?\n/)) {
    const [, head] = /^\s*\[\s*([\w.-]+)\s*\]\s*(?:#.*)?$/.exec(line) ?? [];
    table = head ?? table;
    isWorkspace ||= /^workspace(?:\.|$)/.test(table);
    const [, name] = /^\s*name\s*=\s*["']([^"']*)["']/.exec(line) ?? [];
    if (table === 'package') packageName ??= name ?? null;
  }
  return { packageName, isWorkspace };
}
