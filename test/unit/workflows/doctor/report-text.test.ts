import { expect, it } from 'vitest';
import { reportText, verdictOf, type Check } from '../../../../extension/workflows/doctor';

const check = (parts: Partial<Check>): Check => ({
  where: 'target',
  code: 'kernel',
  name: 'kernel',
  status: 'ok',
  detail: '6.18.15',
  effect: null,
  nextStep: null,
  command: null,
  ...parts,
});
const BPFFS = check({
  code: 'bpffs',
  name: 'BPF file system',
  status: 'missing',
  detail: 'nothing is mounted at /sys/fs/bpf',
  effect: 'Schedulers are neither verified nor loaded',
  nextStep: 'Mount it:',
  command: 'mount -t bpf bpf /sys/fs/bpf',
});
const CLOCK = check({ code: 'clock', name: 'clock', status: 'warning', detail: '2 hours behind' });

it('is text for a bug report', () => {
  const here = check({ where: 'here', code: 'ssh', name: 'ssh', detail: '/usr/bin/ssh' });
  expect(reportText([here, check({}), BPFFS], 'root@box')).toBe(
    [
      'SCX Studio doctor: 1 missing',
      'This machine',
      '  ok       ssh  /usr/bin/ssh',
      'Target root@box',
      '  ok       kernel           6.18.15',
      '  missing  BPF file system  nothing is mounted at /sys/fs/bpf',
      '           Schedulers are neither verified nor loaded.',
      '           Mount it:',
      '             mount -t bpf bpf /sys/fs/bpf',
      '',
    ].join('\n'),
  );
});

it('hands on nothing that a terminal would obey', () => {
  expect(reportText([check({ detail: '\u001b]0;hi\u0007' })], 'box')).toContain('?]0;hi?');
});

it('leaves out a target that was not looked at', () => {
  expect(reportText([check({ where: 'here' })], null)).not.toContain('Target');
});

it.each([
  [[check({})], 'Everything that the loop needs is there'],
  [[BPFFS, CLOCK, CLOCK], '1 missing, 2 warnings'],
  [[CLOCK, check({ status: 'unknown' })], '1 unknown, 1 warning'],
])('sums up', (checks, verdict) => {
  expect(verdictOf(checks)).toBe(verdict);
});
