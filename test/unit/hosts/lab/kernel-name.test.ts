import { describe, expect, it } from 'vitest';
import {
  compareReleases,
  minorOf,
  newestRelease,
  packagedReleases,
  packagesOf,
  parseKernelName,
} from '../../../../extension/hosts/lab/kernel-name';

/** Names as Debian's trixie-backports has them, with neighbours that are no lab kernels. */
const PACKAGE_NAMES = [
  'linux-image-6.1.0-50-cloud-amd64',
  'linux-image-6.16.3+deb13-cloud-amd64',
  'linux-image-6.16.12+deb13-cloud-amd64',
  'linux-image-6.16.12+deb13-cloud-amd64-dbg',
  'linux-image-6.16.12+deb13-cloud-amd64-unsigned',
  'linux-image-6.16.12+deb13-amd64',
  'linux-image-6.19.8+deb13-cloud-amd64',
  'linux-binary-6.19.8+deb13-cloud-amd64',
  'linux-base-7.3.4+deb13-cloud-amd64',
  'linux-binary-7.3.4+deb13-cloud-amd64',
  'linux-image-7.3.4+deb13-cloud-amd64',
  'linux-modules-7.3.4+deb13-cloud-amd64',
  'linux-image-cloud-amd64',
  'bash',
];

describe('kernel names', () => {
  it('reads the names people write', () => {
    expect(parseKernelName('newest')).toEqual({ kind: 'newest' });
    expect(parseKernelName('6.18')).toEqual({ kind: 'minor', minor: '6.18' });
    expect(parseKernelName('/boot/vmlinuz')).toEqual({ kind: 'image', path: '/boot/vmlinuz' });
  });

  it.each(['', '6', '6.18.3', 'latest', 'vmlinuz', '../bzImage', '6.18;id'])(
    'takes %j for no kernel',
    (text) => {
      expect(parseKernelName(text)).toBeNull();
    },
  );

  it('finds the cloud kernels that have sched_ext among package names, newest first', () => {
    expect(packagedReleases(PACKAGE_NAMES)).toEqual([
      '7.3.4+deb13-cloud-amd64',
      '6.19.8+deb13-cloud-amd64',
      '6.16.12+deb13-cloud-amd64',
      '6.16.3+deb13-cloud-amd64',
    ]);
  });

  it('leaves out kernels older than sched_ext', () => {
    expect(packagedReleases(['linux-image-6.11.10+deb13-cloud-amd64'])).toEqual([]);
  });

  it('names the packages that a release is split into', () => {
    expect(packagesOf('6.16.12+deb13-cloud-amd64', PACKAGE_NAMES)).toEqual([
      'linux-image-6.16.12+deb13-cloud-amd64',
    ]);
    expect(packagesOf('7.3.4+deb13-cloud-amd64', PACKAGE_NAMES)).toEqual([
      'linux-image-7.3.4+deb13-cloud-amd64',
      'linux-binary-7.3.4+deb13-cloud-amd64',
      'linux-base-7.3.4+deb13-cloud-amd64',
      'linux-modules-7.3.4+deb13-cloud-amd64',
    ]);
  });

  it('chooses the newest by number, of a minor or of all', () => {
    const releases = ['6.9.1', '6.18.9', '6.18.15', '6.18.5', '6.10.2'];
    expect(newestRelease(releases, '6.18')).toBe('6.18.15');
    expect(newestRelease(releases)).toBe('6.18.15');
    expect(newestRelease(['6.9.1', '6.10.2'])).toBe('6.10.2');
    expect(newestRelease(releases, '6.17')).toBeNull();
    expect(newestRelease(['6.1.7'], '6.17')).toBeNull();
  });

  it('orders a rebuilt package after the one it replaces', () => {
    const [first, again] = ['6.12.90+deb12-cloud-amd64', '6.12.90+deb12.1-cloud-amd64'];
    expect(compareReleases(again, first)).toBeGreaterThan(0);
    expect(minorOf(again)).toBe('6.12');
  });
});
