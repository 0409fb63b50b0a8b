import type { KnownOfExit } from './exit-info';

/** What a scheduler wrote into its maps at its end (struct user_exit_info, UEI_RECORD). */
export interface ExitMaps {
  /** null when no map has any, or the scheduler did not come to writing it. */
  readonly exit: KnownOfExit | null;
  readonly dump: MapDump | null;
}

export interface MapDump {
  readonly text: string;
  /** It fills its map: what did not fit is missing, and nothing in the text says so. */
  readonly isCut: boolean;
}

/** From the lines of `bpftool map dump`, which prints JSON for maps with BTF; '' ends each map. */
export function readExitMaps(lines: readonly string[]): ExitMaps {
  const texts = lines.join('\n').split(/\n\n|\n$/);
  const maps = texts.map(parsed).filter((map) => map !== null);
  const exits = maps.flatMap(({ value, text }) => exitsIn(value, text));
  const dumps = maps.flatMap(({ value }) => dumpsIn(value));
  return { exit: exits[0] ?? null, dump: dumps[0] ?? null };
}

function parsed(text: string): { value: unknown; text: string } | null {
  try {
    return { value: JSON.parse(text) as unknown, text };
  } catch {
    return null; // A map without BTF is printed as bytes.
  }
}

function exitsIn(value: unknown, text: string): readonly KnownOfExit[] {
  return objectsIn(value).flatMap((one) => {
    const { kind, reason, msg } = one;
    if (typeof kind !== 'number' || kind === 0 || !('exit_code' in one)) return [];
    // s64: a number of JSON can't hold all of them.
    const code = /"exit_code": ?(-?\d+)/.exec(text)?.[1] ?? null;
    return [{ kind, code, reason: textOf(reason), message: textOf(msg) }];
  });
}

function dumpsIn(value: unknown): readonly MapDump[] {
  return objectsIn(value).flatMap((one) =>
    Object.entries(one).flatMap(([name, value]) => {
      const text = name.endsWith('_dump') ? textOf(value) : null;
      return text === null ? [] : [{ text, isCut: isFull(value) }];
    }),
  );
}

/** Nothing but the one NUL that ends it is left. */
function isFull(value: unknown): boolean {
  return Array.isArray(value) && [-1, value.length - 1].includes(value.indexOf(0));
}

/** bpftool prints an array of char as text where all of it is printable ASCII, else as numbers. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'number')) return null;
  const end = value.indexOf(0);
  const bytes = Uint8Array.from(end < 0 ? value : value.slice(0, end), (byte) => byte & 0xff);
  return bytes.length === 0 ? null : new TextDecoder().decode(bytes);
}

/** Maps are a few levels deep. */
const MOST_LEVELS = 8;

function objectsIn(value: unknown, level = 0): readonly Readonly<Record<string, unknown>>[] {
  if (typeof value !== 'object' || value === null || level > MOST_LEVELS) return [];
  const inside = Object.values(value).flatMap((one) => objectsIn(one, level + 1));
  return Array.isArray(value) ? inside : [{ ...value }, ...inside];
}
