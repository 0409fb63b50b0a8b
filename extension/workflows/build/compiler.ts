import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Tools } from '../../hosts/api';

/** The clang and llvm-strip that builds use. */
export interface Compiler {
  readonly clang: string;
  readonly version: number;
  /** `Debian clang version 19.1.7 (3)` */
  readonly versionText: string;
  /** null when there is none: objects are sent unstripped then, 20 times as large. */
  readonly strip: string | null;
}

/** preserve_static_offset and the BPF fixes that vmlinux.h of sched_ext kernels need. */
export const OLDEST_CLANG = 16;
const NEWEST_CLANG_KNOWN = 24;

const versions = Array.from(
  { length: NEWEST_CLANG_KNOWN - OLDEST_CLANG + 1 },
  (_, index) => NEWEST_CLANG_KNOWN - index,
);

const INSTALL =
  'Install one: apt install clang-19 llvm-19 (Debian, Ubuntu), dnf install clang llvm (Fedora).';

/** Asking clang for its version costs as much as a tenth of a compile: once a window is enough. */
const found = new WeakMap<Tools, Map<string, Compiler>>();

/** Compilers, with the folders of flags, that find libbpf's headers. */
const libbpf = new WeakMap<Tools, Set<string>>();

/**
 * The user's clang (`configured`), else `clang`, else the newest `clang-N`; a clang older than
 * OLDEST_CLANG is passed over unless it is the configured one, which is then a problem.
 */
export async function findCompiler(
  tools: Tools,
  configured: string | null,
): Promise<Outcome<Compiler>> {
  const known = found.get(tools) ?? new Map<string, Compiler>();
  found.set(tools, known);
  const key = configured ?? '';
  const before = known.get(key);
  if (before) return ok(before);
  const outcome = await searchCompiler(tools, configured);
  if (outcome.kind === 'ok') known.set(key, outcome.value);
  return outcome;
}

async function searchCompiler(tools: Tools, configured: string | null): Promise<Outcome<Compiler>> {
  const names =
    configured === null ? ['clang', ...versions.map((n) => `clang-${n}`)] : [configured];
  let tooOld: Problem | null = null;
  let withoutBpf: Problem | null = null;
  for (const name of names) {
    const clang = await tools.find([name]);
    if (clang === null) continue;
    const versionText = await askVersion(tools, clang);
    const version = majorVersion(versionText);
    if (version !== null && version >= OLDEST_CLANG) {
      if (!(await hasBpf(tools, clang))) {
        withoutBpf ??= clangWithoutBpf(clang, version);
        continue;
      }
      return ok({ clang, version, versionText, strip: await findStrip(tools, clang, version) });
    }
    tooOld ??= clangTooOld(clang, version);
  }
  return failed(withoutBpf ?? tooOld ?? clangMissing(configured));
}

/** Its first line; '' when it says nothing. */
async function askVersion(tools: Tools, clang: string): Promise<string> {
  const outcome = await tools.run({ argv: [clang, '--version'] });
  return outcome.kind === 'ok' ? (outcome.value.stdout.split('\n')[0]?.trim() ?? '') : '';
}

function majorVersion(versionText: string): number | null {
  const match = /clang version (\d+)/.exec(versionText);
  return match ? Number(match[1]) : null;
}

/** Apple's clang is a new one without the BPF back end. */
async function hasBpf(tools: Tools, clang: string): Promise<boolean> {
  const outcome = await tools.run({ argv: [clang, '--print-targets'] });
  return outcome.kind === 'ok' && /^\s*bpf\b/m.test(outcome.value.stdout);
}

/** Asked of clang itself: it alone knows where it looks for headers. `folders` are those of the build's flags. */
export async function findsLibbpf(
  tools: Tools,
  { clang }: Compiler,
  folders: readonly string[],
): Promise<boolean> {
  const key = [clang, ...folders].join('\0');
  const known = libbpf.get(tools) ?? new Set<string>();
  libbpf.set(tools, known);
  if (known.has(key)) return true;
  const outcome = await tools.run({
    argv: [
      clang,
      '-target',
      'bpf',
      ...folders.map((folder) => `-I${folder}`),
      '-E',
      '-x',
      'c',
      '-',
    ],
    input: '#if !__has_include(<bpf/bpf_helpers.h>)\n#error\n#endif\n',
  });
  const finds = outcome.kind === 'ok' && outcome.value.exitCode === 0;
  if (finds) known.add(key);
  return finds;
}

async function findStrip(tools: Tools, clang: string, version: number): Promise<string | null> {
  const beside = clang.replace(/clang(-\d+)?(\.exe)?$/, 'llvm-strip$1$2');
  return tools.find([beside, `llvm-strip-${version}`, 'llvm-strip']);
}

function clangMissing(configured: string | null): Problem {
  return {
    kind: 'tool',
    code: 'clang-missing',
    message:
      configured === null
        ? `Could not build: no clang of version ${OLDEST_CLANG} or later on this machine`
        : `Could not build: there is no clang at ${configured}`,
    nextStep: configured === null ? INSTALL : `Correct the setting scx.clang.path. ${INSTALL}`,
    detail: '',
  };
}

function clangWithoutBpf(clang: string, version: number): Problem {
  return {
    kind: 'tool',
    code: 'clang-without-bpf',
    message: `Could not build: ${clang}, version ${version}, cannot compile for BPF`,
    nextStep: INSTALL,
    detail: '',
  };
}

function clangTooOld(clang: string, version: number | null): Problem {
  return {
    kind: 'tool',
    code: 'clang-too-old',
    message:
      version === null
        ? `Could not build: ${clang} does not say which clang it is`
        : `Could not build: ${clang} is version ${version}, and ${OLDEST_CLANG} is the oldest that compiles schedulers`,
    nextStep: INSTALL,
    detail: '',
  };
}
