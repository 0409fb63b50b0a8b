import { describe, expect, it } from 'vitest';
import type { TargetFacts } from '../../../extension/core/sched-ext/target';
import { checkTarget } from '../../../extension/workflows/target-facts';
import { FACTS } from '../../fakes/facts';

describe('checkTarget', () => {
  it('finds nothing wrong with a target that has all', () => {
    expect(checkTarget(FACTS, 'load', 'box')).toBeNull();
  });

  it.each<[string, Partial<TargetFacts>]>([
    ['no-sched-ext', { hasSchedExt: false }],
    ['no-btf', { hasBtf: false }],
    ['no-bpftool', { bpftool: null }],
    ['no-bpftool', { bpftool: 'bpftool v7.1.0' }],
    ['no-privilege', { privilege: 'none' }],
    ['no-bpffs', { hasBpffs: false }],
  ])('%s', (code, missing) => {
    const problem = checkTarget({ ...FACTS, ...missing }, 'verify', 'box');
    expect(problem).toMatchObject({ kind: 'target', code });
    expect(problem?.message).toMatch(/^Could not verify on box: /);
    expect(problem?.nextStep).not.toBe('');
  });

  it('loads nothing where the kernel keeps CPUs to itself, but verifies', () => {
    const facts = { ...FACTS, isolatedCpus: '2-3' };
    expect(checkTarget(facts, 'load', 'box')).toMatchObject({ code: 'isolated-cpus' });
    expect(checkTarget(facts, 'verify', 'box')).toBeNull();
  });

  it('takes a bpftool whose version it can not read', () => {
    expect(checkTarget({ ...FACTS, bpftool: 'bpftool next' }, 'load', 'box')).toBeNull();
  });

  it('needs no root and no sched_ext to build', () => {
    const facts = { ...FACTS, privilege: 'none', hasSchedExt: false } as const;
    expect(checkTarget(facts, 'build', 'box')).toBeNull();
  });
});
