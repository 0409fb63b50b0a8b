import type { MissingPart } from '../../core/clang/target-answer';
import { failed, type Outcome, type Problem } from '../../core/findings/problem';
import type { TargetFacts } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import { installStep, type Package } from '../doctor/install-command';
import { checkTarget } from '../target-facts';
import { noStorage } from '../no-storage';
import { OLDEST_CLANG } from './compiler';
import { MOST_SENT_BYTES } from './sent-sources';

interface Asked {
  readonly host: Host;
  readonly facts: TargetFacts;
}

/** What a target lacks to compile, and the command that installs it on that very system. */
export function missingOnTarget({ host, facts }: Asked, missing: MissingPart): Problem {
  const name = host.target.id;
  if (missing.part === 'room') return noStorage(name, missing.detail);
  if (missing.part === 'types')
    return checkTarget(facts, 'build', name) ?? noTypes(name, missing.detail);
  const { code, cause, wanted } = CAUSES[missing.part](missing.detail);
  return notBuilt(name, code, cause, installOn({ facts, osRelease: missing.osRelease }, wanted));
}

interface Cause {
  readonly code: string;
  readonly cause: string;
  readonly wanted: Package;
}

type InstalledPart = Exclude<MissingPart['part'], 'room' | 'types'>;

const CAUSES: Readonly<Record<InstalledPart, (detail: string) => Cause>> = {
  clang: () => ({ code: 'clang-missing', cause: 'it has no clang', wanted: 'clang' }),
  'clang-version': (version) => ({
    code: 'clang-too-old',
    cause: `its newest clang is version ${version}, and ${OLDEST_CLANG} is the oldest that compiles schedulers`,
    wanted: 'clang',
  }),
  'clang-bpf': (path) => ({
    code: 'clang-without-bpf',
    cause: `its ${path} cannot compile for BPF`,
    wanted: 'clang',
  }),
  headers: () => ({
    code: 'libbpf-headers-missing',
    cause: 'it has no libbpf headers (bpf/bpf_helpers.h)',
    wanted: 'libbpf headers',
  }),
  bpftool: () => ({ code: 'no-bpftool', cause: 'it has no bpftool', wanted: 'bpftool' }),
};

function installOn(
  { facts, osRelease }: { readonly facts: TargetFacts; readonly osRelease: string },
  wanted: Package,
): string {
  const system = { platform: 'linux', osRelease, isRoot: facts.uid === 0 };
  const { nextStep, command } = installStep(wanted, system);
  return command === null ? nextStep : `On the target: ${command}`;
}

function notBuilt(name: string, code: string, cause: string, nextStep: string): Problem {
  return {
    kind: 'target',
    code,
    message: `Could not build on ${name}: ${cause}`,
    nextStep,
    detail: '',
  };
}

function noTypes(name: string, detail: string): Problem {
  const nextStep =
    'On the target, try: bpftool btf dump file /sys/kernel/btf/vmlinux format c | head';
  const cause = 'its bpftool could not write the types of its kernel';
  return { ...notBuilt(name, 'no-kernel-types', cause, nextStep), detail };
}

/** The connection or the target went while it compiled. */
export function buildCutShort(name: string, said: string): Problem {
  const nextStep = 'Look at the target: it may have crashed or run out of memory. Then try again.';
  const cause = 'its answer ended half-way';
  return {
    ...notBuilt(name, 'answer-cut-short', cause, nextStep),
    detail: said.slice(-2000).trim(),
  };
}

export function sourcesTooLarge(name: string, largest: string): Problem {
  return {
    kind: 'usage',
    code: 'sources-too-large',
    message: `Could not build on ${name}: the headers of this scheduler are more than ${MOST_SENT_BYTES >> 20} MB, among them ${largest}`,
    nextStep:
      'Include fewer of them, name narrower folders in the flags, or build here: set scx.build.where to "here" (--build-on here).',
    detail: '',
  };
}

/** This machine was tried first: what it lacks would help as well. */
export function alsoNotHere<T>(outcome: Outcome<T>, whyNotHere: Problem | null): Outcome<T> {
  if (outcome.kind !== 'problem' || whyNotHere === null) return outcome;
  const { detail, ...problem } = outcome.problem;
  const here = `${whyNotHere.message}. ${whyNotHere.nextStep}`;
  return failed({ ...problem, detail: detail === '' ? here : `${detail}\n${here}` });
}
