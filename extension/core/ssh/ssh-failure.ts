import type { Problem } from '../findings/problem';

/** ssh's own exit status when the connection failed, as opposed to the remote command's (ssh(1)). */
export const SSH_FAILED = 255;

interface Pattern {
  readonly text: RegExp;
  readonly code: string;
  readonly cause: string;
  readonly nextStep: (destination: string) => string;
}

/** OpenSSH's messages, first match wins (OpenSSH 9.2: sshconnect.c, sshconnect2.c, packet.c). */
const PATTERNS: readonly Pattern[] = [
  {
    text: /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed/,
    code: 'host-key-changed',
    cause: 'its host key is not the one in your known_hosts file',
    nextStep: (destination) =>
      `Ask who runs the machine whether it was reinstalled. Only then remove the old key: ssh-keygen -R ${hostName(destination)}`,
  },
  {
    text: /Host key verification failed|authenticity of host .* can't be established/,
    code: 'host-key-unknown',
    cause: 'its host key is not known on this machine',
    nextStep: (destination) =>
      `Connect once in a terminal and compare the fingerprint: ssh ${destination}`,
  },
  {
    text: /Permission denied \(|Too many authentication failures|no such identity/,
    code: 'key-refused',
    cause: 'the target refused every key and method that ssh offered',
    nextStep: (destination) =>
      `Try "ssh ${destination}" in a terminal; if it works there, load the key into your agent (ssh-add).`,
  },
  {
    text: /Could not resolve hostname/,
    code: 'host-unknown',
    cause: 'no such host name',
    nextStep: () => 'Check the spelling of the target, or add it to your ssh config.',
  },
  {
    text: /Connection refused/,
    code: 'connection-refused',
    cause: 'nothing listens for ssh there',
    nextStep: () => 'Start sshd on the target, or correct the port.',
  },
  {
    text: /timed out|No route to host|Network is unreachable/,
    code: 'unreachable',
    cause: 'no answer',
    nextStep: () =>
      'Check that the target is up and that this machine can reach it (VPN, firewall).',
  },
];

const OTHER: Omit<Pattern, 'text'> = {
  code: 'connection-lost',
  cause: 'the connection ended',
  nextStep: () => 'Try again. If it happens again, look at the target: it may have crashed.',
};

function hostName(destination: string): string {
  return destination.slice(destination.lastIndexOf('@') + 1);
}

/** What ssh's standard error says about why `destination` could not be reached. */
export function classifySshFailure(stderr: string, destination: string): Problem {
  const pattern = PATTERNS.find(({ text }) => text.test(stderr)) ?? OTHER;
  return {
    kind: 'target',
    code: pattern.code,
    message: `Could not reach ${destination}: ${pattern.cause}`,
    nextStep: pattern.nextStep(destination),
    detail: stderr.trim(),
  };
}
