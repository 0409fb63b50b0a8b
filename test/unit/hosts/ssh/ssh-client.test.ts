import { expect, it } from 'vitest';
import { readSshVersion } from '../../../../extension/hosts/ssh/ssh-client';

it.each([
  ['OpenSSH_for_Windows_8.1p1, LibreSSL 3.0.2', true, false],
  ['OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2', true, true],
  ['OpenSSH_for_Windows_10.0p2, LibreSSL 4.2.0', true, true],
  ['OpenSSH_9.6p1, OpenSSL 3.2.1 30 Jan 2024', false, true], // Git for Windows
  ['OpenSSH_8.4p1 Debian-5+deb11u3, OpenSSL 1.1.1w', false, false],
  ['some other ssh', false, false],
  ['', false, false],
])('reads %j', (text, isWindowsSsh, marksServerWords) => {
  expect(readSshVersion(text)).toEqual({ isWindowsSsh, marksServerWords });
});
