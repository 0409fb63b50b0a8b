import { expect, it } from 'vitest';
import { parseFacts } from '../../../../extension/core/sched-ext/facts-text';
import { preflight } from '../../../../extension/workflows/doctor/preflight';
import { factsWith } from '../../cli/command-line';

const before = (...changed: readonly string[]) => {
  const facts = parseFacts(factsWith(...changed).join('\n'));
  return facts === null ? null : preflight(facts).map(({ code, status }) => `${code} ${status}`);
};

it('lets a load go ahead where nothing is in its way', () => {
  expect(before()).toEqual([]);
  expect(before('freeKilobytes ')).toEqual([]);
});

it('says what is in the way of a load, and what asks for attention', () => {
  expect(before('bpftool bpftool v7.1.0', 'activeOps rusty', 'freeKilobytes 9000')).toEqual([
    'bpftool missing',
    'scheduler warning',
    'room warning',
  ]);
  expect(before('hasSchedExt ', 'hasBtf ', 'hasBpffs ', 'privilege none')).toEqual([
    'sched-ext missing',
    'btf missing',
    'privilege missing',
    'bpffs missing',
  ]);
});
