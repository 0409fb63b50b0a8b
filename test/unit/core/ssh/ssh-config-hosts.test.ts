import { describe, expect, it } from 'vitest';
import { readSshConfig } from '../../../../extension/core/ssh/ssh-config-hosts';

describe('readSshConfig', () => {
  it('names the hosts, and not the patterns', () => {
    const text = `# mine
Host box  lab-1 "quoted name" web-* !web-9 db?
  HostName 10.0.0.1
host=lower
Match host other exec "touch /tmp/owned"
  User root
Host box
Host ümlaut $(id) -oProxyCommand
Host *
  ServerAliveInterval 5
`;
    expect(readSshConfig(text).hosts).toEqual(['box', 'lab-1', 'lower', 'ümlaut', '$(id)']);
  });

  it('gives what is included for every host', () => {
    const text = `Include conf.d/* ~/other
Host a
  Include only-for-a
Host *
  Include for-all
`;
    expect(readSshConfig(text).includes).toEqual(['conf.d/*', '~/other', 'for-all']);
  });

  it.each(['', '\0\0\0', 'Host', 'Host "open', 'Include', '"', 'Host a\n\tb'.repeat(100)])(
    'survives %j',
    (text) => {
      expect(() => readSshConfig(text)).not.toThrow();
    },
  );

  it('reads 10,000 hosts', () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `Host h${index}\n  Port 22\n`).join(
      '',
    );
    expect(readSshConfig(text).hosts).toHaveLength(10_000);
  });
});
