import { readPathFlags } from '../../core/clang/path-flags';
import { folderOfPath } from '../../core/findings/file-path';
import { ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Host, Tools } from '../../hosts/api';
import { findCompiler, findsLibbpf, type Compiler } from './compiler';

/** As --build-on and the setting scx.build.where have it. */
export const BUILD_WHERE = ['auto', 'here', 'target'] as const;
export type BuildWhere = (typeof BUILD_WHERE)[number];

/** The machine that compiles; `whyNotHere`: what this one lacks, null when it was not asked. */
export type BuildPlace =
  | { readonly kind: 'here'; readonly compiler: Compiler }
  | { readonly kind: 'target'; readonly whyNotHere: Problem | null };

interface Wish {
  readonly host: Host;
  readonly where?: BuildWhere;
  readonly clang?: string | null;
  readonly source: string;
  readonly flags: readonly string[];
}

/**
 * Windows and macOS have no libbpf headers, and their clang often no BPF: then the target compiles. What
 * this machine as a target lacks is this machine's own problem.
 */
export async function buildPlace(tools: Tools, wish: Wish): Promise<Outcome<BuildPlace>> {
  if (wish.where === 'target') return ok({ kind: 'target', whyNotHere: null });
  const compiler = await findCompiler(tools, wish.clang ?? null);
  if (compiler.kind === 'cancelled') return compiler;
  const isHere = wish.where === 'here' || wish.host.target.kind === 'local';
  if (compiler.kind === 'problem') {
    // A clang that the user named is to be used, or put right.
    const isNamed = (wish.clang ?? null) !== null;
    return isHere || isNamed ? compiler : ok({ kind: 'target', whyNotHere: compiler.problem });
  }
  const { folders } = readPathFlags(wish.flags, folderOfPath(wish.source));
  if (isHere || (await findsLibbpf(tools, compiler.value, folders)))
    return ok({ kind: 'here', compiler: compiler.value });
  return ok({ kind: 'target', whyNotHere: noLibbpf(compiler.value) });
}

function noLibbpf({ clang }: Compiler): Problem {
  return {
    kind: 'tool',
    code: 'libbpf-headers-missing',
    message: `Could not build: ${clang} finds no libbpf headers on this machine`,
    nextStep: 'Install libbpf-dev (Debian, Ubuntu) or libbpf-devel (Fedora).',
    detail: '',
  };
}
