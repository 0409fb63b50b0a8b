import { faulty, fine, type Found, type Subject } from '../check';
import type { Examination } from './examination';

const PRIVILEGE: Subject = ['privilege', 'privilege'];

/** Bits of capabilities (include/uapi/linux/capability.h, Linux 5.8). */
const CAP_PERFMON = 38n;
const CAP_BPF = 39n;

/** Members of which may use sudo, by the system's family. */
const SUDO_GROUPS: readonly (readonly [RegExp, string])[] = [
  [/^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m, 'sudo'],
  [/^ID(_LIKE)?=/m, 'wheel'],
];

/** What the user may do there, and what that is enough for. */
export function privilegeCheck(examined: Examination): Found {
  const { facts, more } = examined;
  switch (facts.privilege) {
    case 'root':
      return fine(PRIVILEGE, 'root: verifying and loading work');
    case 'sudo':
      return fine(PRIVILEGE, 'sudo without a password: verifying and loading work');
    case 'sudo-password': {
      const alone = facts.hasCapabilities ? '; verifying works without it' : '';
      return fine(PRIVILEGE, `sudo asks for a password, once a session${alone}`);
    }
    case 'none':
      return faulty(PRIVILEGE, 'missing', {
        detail: describeUser(more.user, facts.hasCapabilities, capabilityPlace(examined)),
        effect: facts.hasCapabilities
          ? 'Verifying works, loading does not'
          : 'Schedulers are neither verified nor loaded',
        ...mend(more.user, more.osRelease),
      });
  }
}

function describeUser(user: string | null, suffices: boolean, place: string | null): string {
  const who = `${user ?? 'the user'} is not root, and there is no sudo`;
  if (place === null) return who;
  return suffices
    ? `${who}; cap_bpf and cap_perfmon of ${place}`
    : `${who}; ${place} has cap_bpf and cap_perfmon, but may not write to /sys/fs/bpf`;
}

function capabilityPlace({ more }: Examination): string | null {
  const bits = more.shellCapabilities ?? 0n;
  if (((bits >> CAP_PERFMON) & 1n) === 1n && ((bits >> CAP_BPF) & 1n) === 1n) return 'the shell';
  const file = more.toolCapabilities ?? '';
  return file.includes('cap_bpf') && file.includes('cap_perfmon') ? 'bpftool' : null;
}

/** As root: what lets this very user in. A name that a shell could read as more gets no command. */
function mend(user: string | null, osRelease: string) {
  const group = SUDO_GROUPS.find(([family]) => family.test(osRelease))?.[1];
  const isPlain = user !== null && /^[a-z_][\w.-]*$/i.test(user);
  return group !== undefined && isPlain
    ? {
        nextStep: 'Connect as root; or as root there, let this user use sudo:',
        command: `usermod -aG ${group} ${user}`,
      }
    : { nextStep: 'Connect as root, or let this user use sudo there.' };
}
