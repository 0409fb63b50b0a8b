import type { Target } from './target';

/** Stands for the newest kernel there is a lab for. */
export const NEWEST_KERNEL = 'newest';

/**
 * What a destination may not contain. The user's ssh configuration may put it into a command line of a
 * shell (%h, %r and %n of ProxyCommand, LocalCommand, Match exec), and ssh before 9.6 let it (CVE-2023-51385):
 * so no mark that a shell would read, and no dash in front of the user or the host. A user may be
 * `DOMAIN\name` or `machine$`, as in valid_ruser() of ssh.c.
 */
const NOT_A_DESTINATION = /^-|@-|[\s\p{Cc}'"`;&<>|(){}]|[$\\][^@]*$|\\@/u;

/**
 * Reads a target as people write it in settings and after `--target`: `lab` (newest kernel),
 * `lab:6.18` or `lab:/path/to/bzImage`, `local`, or what ssh takes as a destination (`user@host`,
 * an alias of the ssh config, `ssh://user@host:port`). null when it can be none of these.
 */
export function parseTarget(text: string): Target | null {
  const name = text.trim();
  if (name === 'local') return { kind: 'local', id: 'local' };
  if (name === 'lab') return { kind: 'lab', id: 'lab', kernel: NEWEST_KERNEL };
  if (name.startsWith('lab:')) {
    const kernel = name.slice('lab:'.length).trim();
    return kernel === '' ? null : { kind: 'lab', id: `lab:${kernel}`, kernel };
  }
  if (name === '' || NOT_A_DESTINATION.test(name)) return null;
  return { kind: 'ssh', id: name, destination: name };
}
