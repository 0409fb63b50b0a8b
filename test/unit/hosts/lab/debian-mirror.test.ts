import { describe, expect, it } from 'vitest';
import { debianMirrors } from '../../../../extension/hosts/lab/debian-mirror';
import { plannedPackages } from '../../../../extension/hosts/lab/private-apt';

describe('debianMirrors', () => {
  it('chooses Debian among all that a machine is configured for', () => {
    const targets = [
      'http://vendor.example/debian|bookworm|stable|Vendor',
      'http://tools.example/apt/|tools-bookworm|main|Tools',
      'http://node.example/node_20.x/|nodistro|main|Node',
      'http://mirror.example/debian-security/|bookworm-security|main|Debian',
      'http://mirror.example/debian/|bookworm-updates|main|Debian',
      'http://mirror.example/debian/|bookworm|main|Debian',
      'http://mirror.example/debian/|bookworm|contrib|Debian',
    ];
    expect(debianMirrors(targets.join('\n'))).toEqual(['http://mirror.example/debian/']);
  });

  it('works before the first update, when apt does not know whose archive is whose', () => {
    const targets = [
      'http://copy.example/some/path/|bookworm|main|$(ORIGIN)',
      'http://mirror.example/debian/|bookworm|main|$(ORIGIN)',
      'http://mirror.example/debian-security/|bookworm-security|main|$(ORIGIN)',
    ];
    expect(debianMirrors(targets.join('\n'))).toEqual([
      'http://mirror.example/debian/',
      'http://copy.example/some/path/',
    ]);
  });

  it('prefers what says that it is Debian, and leaves out what says that it is not', () => {
    const targets = [
      'http://a.example/debian/|bookworm|main|$(ORIGIN)',
      'http://b.example/mirror/|bookworm|main|Debian',
      'http://c.example/debian/|bookworm|main|Raspbian',
    ];
    expect(debianMirrors(targets.join('\n'))).toEqual([
      'http://b.example/mirror/',
      'http://a.example/debian/',
    ]);
  });

  it('finds nothing in nothing', () => {
    expect(debianMirrors('')).toEqual([]);
    expect(debianMirrors('\n|||\nnoise\n')).toEqual([]);
  });
});

describe('plannedPackages', () => {
  it('reads the packages of a simulated installation with their versions', () => {
    const simulation = `Reading package lists...
Building dependency tree...
Inst libc6 (2.36-9+deb12u14 Debian:12.15/oldstable [amd64]) []
Inst bpftool (7.5.0+6.12.95-1~bpo12+1 Debian Backports:oldstable-backports [amd64])
Conf libc6 (2.36-9+deb12u14 Debian:12.15/oldstable [amd64])
`;
    expect(plannedPackages(simulation)).toEqual([
      'libc6=2.36-9+deb12u14',
      'bpftool=7.5.0+6.12.95-1~bpo12+1',
    ]);
  });
});
