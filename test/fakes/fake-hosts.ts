/** Hosts of a test: what it does not say is not there. */
import { failed, ok } from '../../extension/core/findings/problem';
import type { Hosts } from '../../extension/hosts/api';

/** What a target that does not answer gives. */
export const UNREACHABLE = {
  kind: 'target',
  code: 'unreachable',
  message: 'Could not reach it: no such machine in this test',
  nextStep: '',
  detail: '',
} as const;

export function createFakeHosts(own: Partial<Hosts> = {}): Hosts {
  return {
    connect: () => Promise.resolve(failed(UNREACHABLE)),
    visit: () => Promise.resolve(failed(UNREACHABLE)),
    known: () => Promise.resolve({ sshHosts: [], labs: [] }),
    terminal: (target) => Promise.resolve(ok(['true', target.id] as const)),
    leave: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
    ...own,
  };
}
