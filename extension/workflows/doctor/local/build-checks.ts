import type { Tools } from '../../../hosts/api';
import { findCompiler, OLDEST_CLANG, type Compiler } from '../../build/compiler';
import { faulty, fine, type Found, type Subject } from '../check';
import { installStep, type System } from '../install-command';
import { runText } from './tool-answer';

const CLANG: Subject = ['clang', `clang ${OLDEST_CLANG} or later`];
const STRIP: Subject = ['llvm-strip', 'llvm-strip'];
const HEADERS: Subject = ['libbpf-headers', 'libbpf headers'];
const BPFTOOL: Subject = ['bpftool', 'bpftool'];

const NO_BUILD = 'Schedulers are not built on this machine';

/** What this machine needs to build schedulers. */
export async function buildChecks(
  tools: Tools,
  system: System,
  configured: string | null,
): Promise<Found[]> {
  const outcome = await findCompiler(tools, configured);
  const bpftool = await bpftoolCheck(tools, system);
  if (outcome.kind !== 'ok') {
    const cause = outcome.kind === 'problem' ? outcome.problem.message : '';
    const detail = cause.replace(/^Could not build: /, '');
    return [
      faulty(CLANG, 'missing', { detail, effect: NO_BUILD, ...installStep('clang', system) }),
      bpftool,
    ];
  }
  return [
    await clangCheck(tools, outcome.value, system),
    stripCheck(outcome.value, system),
    await headersCheck(tools, outcome.value, system),
    bpftool,
  ];
}

/** Asked of clang itself: Apple's is a clang of a new version without the BPF back end. */
async function clangCheck(tools: Tools, { clang, version }: Compiler, system: System) {
  const said = await runText(tools, [clang, '--print-targets']);
  if (said !== null && !/^\s*bpf\b/m.test(said)) {
    return faulty(CLANG, 'missing', {
      detail: `${clang}, version ${version}, cannot compile for BPF`,
      effect: NO_BUILD,
      ...installStep('clang', system),
    });
  }
  return fine(CLANG, `${clang}, version ${version}, with the BPF back end`);
}

function stripCheck({ strip }: Compiler, system: System): Found {
  return strip === null
    ? faulty(STRIP, 'warning', {
        detail: 'not found beside clang or on PATH',
        effect: 'Objects are sent with their debug information, twenty times as large',
        ...installStep('clang', system),
      })
    : fine(STRIP, strip);
}

/** Asked of clang itself: it alone knows where it looks for headers. */
async function headersCheck(tools: Tools, { clang }: Compiler, system: System): Promise<Found> {
  const source = '#include <bpf/bpf_helpers.h>\n';
  const argv = [clang, '-target', 'bpf', '-E', '-M', '-x', 'c', '-'] as const;
  const rule = await runText(tools, argv, source);
  const path = /\S*bpf_helpers\.h/.exec(rule ?? '')?.[0];
  return path === undefined
    ? faulty(HEADERS, 'missing', {
        detail: 'clang finds no <bpf/bpf_helpers.h>',
        effect: NO_BUILD,
        ...installStep('libbpf headers', system),
      })
    : fine(HEADERS, path);
}

/** SCX Studio itself uses the target's; this one is for the projects' Makefile and for this machine as target. */
async function bpftoolCheck(tools: Tools, system: System): Promise<Found> {
  const path = await tools.find(['bpftool', '/usr/sbin/bpftool', '/sbin/bpftool']);
  if (path === null) {
    const effect =
      '"make" in a project does not work here, nor this machine as a target; other targets have their own';
    return system.platform === 'linux'
      ? faulty(BPFTOOL, 'warning', {
          detail: 'not found',
          effect,
          ...installStep('bpftool', system),
        })
      : fine(BPFTOOL, 'not needed: targets have their own');
  }
  const version = /bpftool (v\S+)/.exec((await runText(tools, [path, 'version'])) ?? '')?.[1];
  return fine(BPFTOOL, version === undefined ? path : `${path}, ${version}`);
}
