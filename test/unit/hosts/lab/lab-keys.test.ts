import { describe, expect, it } from 'vitest';
import { keysLine, sshArguments } from '../../../../extension/hosts/lab/lab-keys';

describe('the way into a lab', () => {
  const words = sshArguments('/cache 100%/lab', 2222);

  it("checks the host key, and uses nothing of the user's own configuration", () => {
    expect(words).toContain('StrictHostKeyChecking=yes');
    expect(words.slice(0, 2)).toEqual(['-F', 'none']);
    expect(words).toContain('IdentitiesOnly=yes');
  });

  it('ends with the destination', () => {
    expect(words.slice(-3)).toEqual(['-p', '2222', 'root@127.0.0.1']);
  });

  it('survives blanks and percent signs in the path', () => {
    expect(words).toContain('UserKnownHostsFile="/cache 100%%/lab/known_hosts"');
    expect(words).toContain('IdentityFile="/cache 100%%/lab/key"');
  });
});

it('gives a guest its time and keys as one line that read takes apart', () => {
  const keys = { user: Buffer.from('ssh-ed25519 AAAA x y\n'), host: Buffer.from('KEY\nlines\n') };
  const line = keysLine(keys, new Date(1_500));
  expect(line.endsWith('\n')).toBe(true);
  const [seconds, user, host, ...more] = line.trim().split(' ');
  expect({ seconds, more }).toEqual({ seconds: '1', more: [] });
  expect([user, host].map((word) => Buffer.from(word ?? '', 'base64'))).toEqual([
    keys.user,
    keys.host,
  ]);
});
