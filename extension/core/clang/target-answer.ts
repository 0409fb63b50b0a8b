/** What kept a target's clang from running (remote/build.sh); `detail` is a version, a path or a tool's words. */
export interface MissingPart {
  readonly kind: 'missing';
  readonly part: 'clang' | 'clang-version' | 'clang-bpf' | 'headers' | 'bpftool' | 'types' | 'room';
  readonly detail: string;
  /** Text of the target's os-release, '' where it has none. */
  readonly osRelease: string;
}

/** What a target's clang said and made; paths are those of the target. */
export interface TargetCompile {
  readonly kind: 'compiled';
  /** The folder that the sources lay in. */
  readonly tree: string;
  /** The folder of vmlinux.h. */
  readonly types: string;
  readonly clang: string;
  /** Its number: `19`. */
  readonly version: string;
  readonly exitCode: number | null;
  readonly said: string;
  /** The make rule, '' when it did not compile. */
  readonly rule: string;
  /** Gzipped; null when it did not compile. */
  readonly object: Uint8Array | null;
}

const PARTS: readonly MissingPart['part'][] = [
  'clang',
  'clang-version',
  'clang-bpf',
  'headers',
  'bpftool',
  'types',
  'room',
];

/** Reads what remote/build.sh says; null when it ended early. Lines that it does not know are passed over. */
export function readTargetAnswer(stdout: string): MissingPart | TargetCompile | null {
  const values = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const [, key, value] = /^([a-z]+)(?: (.*))?$/.exec(line) ?? [];
    if (key !== undefined) values.set(key, value ?? '');
  }
  if (!values.has('end')) return null;
  const get = (key: string) => values.get(key) ?? '';
  const textOf = (key: string) => new TextDecoder().decode(decoded(get(key)) ?? new Uint8Array());
  const missing = values.get('missing');
  if (missing !== undefined) {
    const [word = '', ...rest] = missing.split(' ');
    const part = PARTS.find((known) => known === word);
    if (part === undefined) return null;
    return { kind: 'missing', part, detail: rest.join(' '), osRelease: textOf('os') };
  }
  const object = values.has('object') ? decoded(get('object')) : null;
  if (!values.has('exited') || (values.has('object') && object === null)) return null;
  return {
    kind: 'compiled',
    tree: get('tree'),
    types: get('types'),
    clang: get('clang'),
    version: get('version'),
    exitCode: get('exited') === '' ? null : Number(get('exited')),
    said: textOf('said'),
    rule: textOf('rule'),
    object,
  };
}

function decoded(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
