import { expect, it } from 'vitest';
import { parseTarget } from '../../../../extension/core/sched-ext/target-name';

it.each([
  ['lab', { kind: 'lab', id: 'lab', kernel: 'newest' }],
  [' lab ', { kind: 'lab', id: 'lab', kernel: 'newest' }],
  ['lab:6.18', { kind: 'lab', id: 'lab:6.18', kernel: '6.18' }],
  ['lab:/boot/my kernel', { kind: 'lab', id: 'lab:/boot/my kernel', kernel: '/boot/my kernel' }],
  ['local', { kind: 'local', id: 'local' }],
  ['root@vm', { kind: 'ssh', id: 'root@vm', destination: 'root@vm' }],
  ['ssh://me@vm:22', { kind: 'ssh', id: 'ssh://me@vm:22', destination: 'ssh://me@vm:22' }],
  ['labrador', { kind: 'ssh', id: 'labrador', destination: 'labrador' }],
  ['', null],
  ['lab:', null],
  ['-oProxyCommand=evil', null],
  ['two words', null],
  ['tab\u0007', null],
  ['größer', { kind: 'ssh', id: 'größer', destination: 'größer' }],
  ['me@[::1]', { kind: 'ssh', id: 'me@[::1]', destination: 'me@[::1]' }],
  ['CORP\\me@vm', { kind: 'ssh', id: 'CORP\\me@vm', destination: 'CORP\\me@vm' }],
  ['root@-oProxyCommand=evil', null],
])('reads %j', (text, target) => {
  expect(parseTarget(text)).toEqual(target);
});

/** Each would run something if a shell read it. */
const HOSTILE = [
  '$(evil)',
  '`evil`',
  'a;evil',
  'a&evil',
  'a|evil',
  '>evil',
  "'evil",
  '"evil',
  '$IFS',
];

it.each(HOSTILE.flatMap((name) => [name, `root@${name}`, `ssh://root@${name}:22`]))(
  'takes no host %j, which ssh would hand to the commands of its configuration',
  (text) => {
    expect(parseTarget(text)).toBeNull();
  },
);
