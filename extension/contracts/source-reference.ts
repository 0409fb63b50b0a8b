/** Place in a source that a row speaks of. */
export type SourceReference =
  /** `file` is a base name. */
  | { readonly kind: 'line'; readonly file: string; readonly line: number }
  | { readonly kind: 'function'; readonly name: string }
  /** The function that a scheduler has for an operation; `ops` is null where the row names none. */
  | { readonly kind: 'operation'; readonly ops: string | null; readonly name: string }
  /** The bpf_printk() that printed this text. */
  | { readonly kind: 'printed'; readonly text: string };

/** Checks a reference that came from a panel; null when it is none. */
export function readReference(value: unknown): SourceReference | null {
  if (typeof value !== 'object' || value === null) return null;
  const part = (key: string) => (key in value ? (value as Record<string, unknown>)[key] : null);
  const [kind, name, file, line, ops, text] = [
    part('kind'),
    part('name'),
    part('file'),
    part('line'),
    part('ops'),
    part('text'),
  ];
  if (kind === 'line' && typeof file === 'string' && Number.isInteger(line))
    return { kind, file, line: Number(line) };
  if (kind === 'function' && typeof name === 'string') return { kind, name };
  if (kind === 'operation' && typeof name === 'string')
    return { kind, name, ops: typeof ops === 'string' ? ops : null };
  return kind === 'printed' && typeof text === 'string' ? { kind, text } : null;
}
