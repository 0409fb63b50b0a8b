import type { TargetFacts } from '../../extension/core/sched-ext/target';

/** A target with all that is needed, where the user is root. */
export const FACTS: TargetFacts = {
  kernelRelease: '6.18.15',
  machine: 'x86_64',
  uid: 0,
  privilege: 'root',
  hasCapabilities: false,
  kernelBuild: '6.18.15-abc',
  hasBtf: true,
  hasSchedExt: true,
  hasBpffs: true,
  bpftool: 'bpftool v7.5.0',
  state: 'disabled',
  activeOps: null,
  runs: [],
  areRunsHidden: false,
  isolatedCpus: null,
  freeBytes: 1 << 20,
};
