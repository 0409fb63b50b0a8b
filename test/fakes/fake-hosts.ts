/** Hosts of a test: what it does not say is not there. */
import { failed, ok } from '../../extension/core/findings/problem';
import type { Hosts } from '../../extension/hosts/api';

const NOTHING = {
  kind: 'target',
  code: 'unreachable',
  message: 'Could not reach it: no such machine in this test',
  nextStep: '',
  detail: '',
} as const;

export function createFakeHosts(own: Partial<Hosts> = {}): Hosts {
  return {
    connect: () => Promise.resolve(failed(NOTHING)),
    visit: () => Promise.resolve(failed(NOTHING)),
    known: () => Promise.resolve({ sshHosts: [], labs: [] }),
    terminal: (target) => Promise.resolve(ok(['true', target.id] as const)),
    leave: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
    ...own,
  };
}
