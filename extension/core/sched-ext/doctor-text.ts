import type { DoctorFacts, KernelConfig, KernelLogAccess } from './doctor-facts';

/**
 * Reads what remote/doctor.sh prints: "key value" lines, of which "os", "tool", "clang", "sysctl" and "config"
 * come many times. Lines that it does not know (those of facts.sh follow) are passed over; what is missing or
 * makes no sense is unknown. Never throws.
 */
export function parseDoctorFacts(text: string): DoctorFacts {
  const lines = readLines(text);
  const one = (key: string): string | null => lines.get(key)?.at(-1) ?? null;
  const many = (key: string): readonly string[] => lines.get(key) ?? [];
  return {
    ...readClock(one('clock')),
    osRelease: many('os').join('\n'),
    user: one('user'),
    cpus: one('cpus'),
    commandLine: one('commandLine'),
    virtual: one('virtual'),
    container: one('container'),
    btfBytes: readCount(one('btfBytes')),
    kfuncsMarked: readYesNo(one('kfuncsMarked')),
    bpffsOptions: one('bpffs'),
    bpffsWritable: one('bpffsWritable') === 'yes',
    libbpf: one('libbpf'),
    tools: readPairs(many('tool'), ' '),
    clang: newestClang(many('clang')),
    hasBpfHeaders: one('bpfHeaders') === 'yes',
    shellCapabilities: readBits(one('shellCapabilities')),
    toolCapabilities: one('toolCapabilities'),
    sysctls: readNumbers(many('sysctl')),
    hasSysrq: one('sysrq') === 'yes',
    kmsg: readAccess(one('kmsg')),
    rootKmsg: readAccess(one('rootKmsg')),
    jit: readCount(one('jit')),
    lockdown: readLockdown(one('lockdown')),
    tempFolder: one('tempFolder') ?? '/tmp',
    tempWritable: one('tempWritable') === 'yes',
    tempInodes: readCount(one('tempInodes')),
    config: readConfig(one('configFile'), many('config')),
  };
}

/** Values by key, in their order; empty ones are left out. */
function readLines(text: string): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, key = '', rest = ''] = /^(\w+) (.*)$/.exec(line.trimEnd()) ?? [];
    const value = rest.trim();
    if (value !== '') lines.set(key, [...(lines.get(key) ?? []), value]);
  }
  return lines;
}

function readClock(text: string | null): Pick<DoctorFacts, 'clockMs' | 'clockIsWhole'> {
  const [, seconds, fraction] = /^(\d{1,12})(?:\.(\d{1,9}))?/.exec(text ?? '') ?? [];
  if (seconds === undefined) return { clockMs: null, clockIsWhole: false };
  const clockMs = Number(seconds) * 1000 + Math.floor(Number(`0.${fraction ?? '0'}`) * 1000);
  return { clockMs, clockIsWhole: fraction === undefined };
}

function readCount(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function readYesNo(text: string | null): boolean | null {
  if (text === 'yes') return true;
  return text === 'no' ? false : null;
}

/** Hexadecimal, as /proc/PID/status writes sets of capabilities. */
function readBits(text: string | null): bigint | null {
  return text !== null && /^[0-9a-f]{1,16}$/.test(text) ? BigInt(`0x${text}`) : null;
}

const ACCESS = ['readable', 'refused', 'absent'] as const satisfies readonly KernelLogAccess[];

function readAccess(text: string | null): KernelLogAccess | null {
  return ACCESS.find((known) => known === text) ?? null;
}

/** `none [integrity] confidentiality`: the one in brackets is in force (security/lockdown). */
function readLockdown(text: string | null): string | null {
  return /\[(\w+)\]/.exec(text ?? '')?.[1] ?? null;
}

/** `19 /usr/bin/clang-19`, one a line. */
function newestClang(lines: readonly string[]): DoctorFacts['clang'] {
  const known = [...readPairs(lines, ' ')].filter(([version]) => /^\d{1,3}$/.test(version));
  const [newest] = known.sort(([one], [other]) => Number(other) - Number(one));
  return newest === undefined ? null : { version: Number(newest[0]), path: newest[1] };
}

function readPairs(lines: readonly string[], separator: string): Map<string, string> {
  return new Map(
    lines.flatMap((line) => {
      const at = line.indexOf(separator);
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()] as const];
    }),
  );
}

function readNumbers(lines: readonly string[]): Map<string, number> {
  const pairs = [...readPairs(lines, ' ')];
  return new Map(
    pairs.filter(([, value]) => /^-?\d{1,15}$/.test(value)).map(([key, value]) => [key, +value]),
  );
}

function readConfig(file: string | null, lines: readonly string[]): KernelConfig | null {
  const values = readPairs(lines, '=');
  // A file without a single one of them is none of a kernel that has BPF, or was cut.
  return file === null || values.size === 0 ? null : { file, values };
}
