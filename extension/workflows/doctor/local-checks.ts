import type { Tools } from '../../hosts/api';
import { findCompiler, OLDEST_CLANG, type Compiler } from '../build/compiler';
import type { Found } from './check';
import { installStep, type System } from './install-command';

/** What this machine needs to build and to reach a target. */
export async function localChecks(
  tools: Tools,
  system: System,
  clang: string | null,
): Promise<Found[]> {
  const compiler = await findCompiler(tools, clang);
  const found = compiler.kind === 'ok' ? compiler.value : null;
  const cause = compiler.kind === 'problem' ? compiler.problem.message : '';
  return [
    clangCheck(found, cause, system),
    ...(found === null
      ? []
      : [stripCheck(found, system), await headersCheck(tools, found, system)]),
    await programCheck(tools, system, {
      name: 'ssh',
      program: 'ssh',
      purpose: 'reaches targets and labs',
      absent: 'missing',
    }),
    await programCheck(tools, system, {
      name: 'qemu',
      program: 'qemu-system-x86_64',
      purpose: 'only labs need it',
      absent: 'warning',
    }),
  ];
}

function clangCheck(found: Compiler | null, cause: string, system: System): Found {
  const name = `clang ${OLDEST_CLANG} or later`;
  return found === null
    ? {
        name,
        status: 'missing',
        detail: cause.replace(/^Could not build: /, ''),
        nextStep: installStep('clang', system),
      }
    : { name, status: 'ok', detail: `${found.clang}, version ${found.version}`, nextStep: null };
}

function stripCheck({ strip }: Compiler, system: System): Found {
  return strip === null
    ? {
        name: 'llvm-strip',
        status: 'warning',
        detail: 'not found: objects are sent with their DWARF, twenty times as large',
        nextStep: installStep('clang', system),
      }
    : { name: 'llvm-strip', status: 'ok', detail: strip, nextStep: null };
}

/** Asked of clang itself: it alone knows where it looks for headers. */
async function headersCheck(tools: Tools, { clang }: Compiler, system: System): Promise<Found> {
  const name = 'libbpf headers';
  const outcome = await tools.run({
    argv: [clang, '-target', 'bpf', '-E', '-M', '-x', 'c', '-'],
    input: '#include <bpf/bpf_helpers.h>\n',
  });
  const rule = outcome.kind === 'ok' && outcome.value.exitCode === 0 ? outcome.value.stdout : '';
  const path = /\S*bpf_helpers\.h/.exec(rule)?.[0];
  return path === undefined
    ? {
        name,
        status: 'missing',
        detail: 'clang finds no <bpf/bpf_helpers.h>',
        nextStep: installStep('libbpf headers', system),
      }
    : { name, status: 'ok', detail: path, nextStep: null };
}

interface Program {
  readonly name: 'ssh' | 'qemu';
  readonly program: string;
  readonly purpose: string;
  readonly absent: 'missing' | 'warning';
}

async function programCheck(tools: Tools, system: System, wanted: Program): Promise<Found> {
  const path = await tools.find([wanted.program]);
  return path === null
    ? {
        name: wanted.name,
        status: wanted.absent,
        detail: `no ${wanted.program} on PATH (${wanted.purpose})`,
        nextStep: installStep(wanted.name, system),
      }
    : { name: wanted.name, status: 'ok', detail: path, nextStep: null };
}
