import type { Problem } from '../findings/problem';

/** What ssh says of a host whose key is not the known one (OpenSSH 9.2, sshconnect.c). */
export interface ChangedHostKey {
  /** As known_hosts has it: `box`, `[10.0.0.7]:2222`. */
  readonly host: string;
  /** The file that holds the other key. */
  readonly file: string;
  /** `SHA256:…` of the key that was sent. */
  readonly sent: string;
}

/** null when `stderr` is about something else. */
export function readChangedHostKey(stderr: string): ChangedHostKey | null {
  const host = /^Host key for (\S+) has changed/m.exec(stderr)?.[1];
  const file = /^Offending \S+ key in (.+):\d+\s*$/m.exec(stderr)?.[1];
  const sent = /(SHA256:[\w+/=]+)/.exec(stderr)?.[1];
  if (host === undefined || file === undefined || sent === undefined) return null;
  return { host, file, sent };
}

/** Whether ssh looks for known hosts in `file`, by what `ssh -G` prints: paths with blanks between them. */
export function isKnownHostsFile(configuration: string, file: string): boolean {
  const lists = configuration.match(/^(?:user|global)knownhostsfile .*$/gm) ?? [];
  return lists.some((list) => `${list.trimEnd()} `.includes(` ${file} `));
}

/** The fingerprints in what `ssh-keygen -l -F HOST -f FILE` prints. */
export function knownFingerprints(listing: string): readonly string[] {
  return [...listing.matchAll(/SHA256:[\w+/=]+/g)].map(([fingerprint]) => fingerprint);
}

/** The refusal with both fingerprints, to compare with what the machine's owner says. */
export function withFingerprints(
  problem: Problem,
  { sent }: ChangedHostKey,
  known: readonly string[],
): Problem {
  const before = known.length === 0 ? '' : `known: ${known.join(', ')}; `;
  return { ...problem, message: `${problem.message} (${before}sent: ${sent})` };
}
