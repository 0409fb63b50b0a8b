import { describe, expect, it } from 'vitest';
import { OPS_MEMBERS, opsMember } from '../../../../extension/core/sched-ext/ops-members';

describe('OPS_MEMBERS', () => {
  it('declares every member by its own name, once', () => {
    const names = OPS_MEMBERS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, declaration, since, meaning } of OPS_MEMBERS) {
      expect(declaration).toMatch(
        new RegExp(`(?:\\(\\*${name}\\)\\(.*\\)|[\\s*]${name}(?:\\[128\\])?)$`),
      );
      expect(since).toMatch(/^[67]\.\d+$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('knows which may sleep', () => {
    expect(opsMember('init')?.sleepableSince).toBe('6.12');
    expect(opsMember('enqueue')?.sleepableSince).toBeNull();
    expect(opsMember('no_such_member')).toBeNull();
  });
});
