import { describe, expect, it } from 'vitest';
import { classifySshFailure } from '../../../../extension/core/ssh/ssh-failure';

describe('classifySshFailure', () => {
  it.each([
    ['ssh: connect to host h port 22: Connection refused', 'connection-refused'],
    ['ssh: connect to host h port 22: Connection timed out', 'unreachable'],
    ['ssh: Could not resolve hostname h: Name or service not known', 'host-unknown'],
    ['root@h: Permission denied (publickey).', 'key-refused'],
    ['Host key verification failed.', 'host-key-unknown'],
    ['client_loop: send disconnect: Broken pipe', 'connection-lost'],
    ['', 'connection-lost'],
  ])('%s', (stderr, code) => {
    const problem = classifySshFailure(stderr, 'root@h');
    expect(problem).toMatchObject({ kind: 'target', code, detail: stderr });
    expect(problem.nextStep).not.toBe('');
  });

  it('never offers to ignore a changed host key', () => {
    const stderr =
      '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nSHA256:abc\nHost key verification failed.';
    const problem = classifySshFailure(stderr, 'root@example');
    expect(problem.code).toBe('host-key-changed');
    expect(problem.detail).toContain('SHA256:abc');
    expect(problem.nextStep).toContain('ssh-keygen -R example');
  });
});
