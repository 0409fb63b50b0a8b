import SshConfig, { LineType, type Line } from 'ssh-config';

/** What one file of an ssh configuration names (ssh_config(5)). */
export interface SshConfigNames {
  /** The hosts that can be connected to by their name here, in the file's order; patterns are none. */
  readonly hosts: readonly string[];
  /** The patterns of files that are included for every host. */
  readonly includes: readonly string[];
  /** It says which key exchanges may be used, for some host at least. */
  readonly choosesKeyExchange: boolean;
}

const NOTHING: SshConfigNames = { hosts: [], includes: [], choosesKeyExchange: false };

/** Wildcards and negations are patterns, not names; a dash in front or a control character is no host at all. */
const PATTERN = /[*?!]/;
const NO_NAME = /^-|[\s\p{Cc}]/u;

/** Reads one file. What is no ssh configuration names nothing; nothing in it is ever run. */
export function readSshConfig(text: string): SshConfigNames {
  const lines = parse(text);
  if (lines === null) return NOTHING;
  const hosts = lines.flatMap((line) => valuesOf(line, 'host'));
  const everywhere = lines.filter((line) => valuesOf(line, 'host').includes('*'));
  const inside = everywhere.flatMap((line) => ('config' in line ? [...line.config] : []));
  return {
    hosts: [...new Set(hosts)].filter((name) => !PATTERN.test(name) && !NO_NAME.test(name)),
    includes: [...lines, ...inside].flatMap((line) => valuesOf(line, 'include')),
    choosesKeyExchange: /^\s*KexAlgorithms\b/im.test(text),
  };
}

function parse(text: string): readonly Line[] | null {
  try {
    return [...SshConfig.parse(text)];
  } catch {
    return null; // The library throws at quotes that are never closed.
  }
}

/** The words after a keyword, which is written in any case. */
function valuesOf(line: Line, keyword: string): readonly string[] {
  if (line.type !== LineType.DIRECTIVE || line.param.toLowerCase() !== keyword) return [];
  const { value } = line;
  return typeof value === 'string' ? [value] : value.map(({ val }) => val);
}
