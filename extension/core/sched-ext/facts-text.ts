import { printable } from '../findings/plain-text';
import { readLoadedRun } from './scheduler-owner';
import type { LoadedRun, Privilege, TargetFacts } from './target';

/** Reads what remote/facts.sh prints: "key value" lines; null when it is not that. Never throws. */
export function parseFacts(text: string): TargetFacts | null {
  // The facts are named in messages everywhere: what is not to be seen is made visible here.
  const lines = text.split('\n').map((line) => printable(line.trimEnd()));
  const values = new Map(
    lines
      .map((line) => /^(\w+) (.*)$/.exec(line))
      .filter((match) => match !== null)
      .map((match) => [match[1] ?? '', (match[2] ?? '').trim()] as const),
  );
  const get = (key: string): string | null => {
    const value = values.get(key);
    return value === undefined || value === '' ? null : value;
  };
  const count = (key: string): number | null => {
    const value = get(key);
    return value !== null && /^\d+$/.test(value) ? Number(value) : null;
  };
  const kernelRelease = get('kernelRelease');
  const kernelBuild = get('kernelBuild');
  const machine = get('machine');
  const uid = count('uid');
  if (kernelRelease === null || kernelBuild === null || machine === null || uid === null)
    return null;
  const kilobytes = count('freeKilobytes');
  return {
    kernelRelease,
    kernelBuild: kernelBuild.replaceAll(/[^\w.+-]/g, '_'),
    machine,
    uid,
    privilege: PRIVILEGES.find((known) => known === get('privilege')) ?? 'none',
    hasCapabilities: get('hasCapabilities') === 'yes',
    hasBtf: get('hasBtf') === 'yes',
    hasSchedExt: get('hasSchedExt') === 'yes',
    hasBpffs: get('hasBpffs') === 'yes',
    bpftool: get('bpftool'),
    state: get('state'),
    activeOps: get('activeOps'),
    runs: readRuns(lines),
    areRunsHidden: get('runsHidden') === 'yes',
    isolatedCpus: get('isolatedCpus'),
    freeBytes: kilobytes === null ? null : kilobytes * 1024,
  };
}

/** Reads what remote/runs.sh prints. Never throws. */
export function parseRuns(text: string): readonly LoadedRun[] {
  return readRuns(text.split('\n').map((line) => printable(line.trimEnd())));
}

function readRuns(lines: readonly string[]): readonly LoadedRun[] {
  return lines.map(readLoadedRun).filter((run) => run !== null);
}

const PRIVILEGES = ['root', 'sudo', 'sudo-password'] as const satisfies readonly Privilege[];
