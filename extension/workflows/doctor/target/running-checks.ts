import { faulty, fine, type Found, type Subject } from '../check';
import { asRoot, isRootFree, systemOf, type Examination } from './examination';
import { installStep } from '../install-command';

const WATCHDOG: Subject = ['watchdog', 'watchdog'];
const STOP: Subject = ['emergency-stop', 'emergency stop'];
const LOG: Subject = ['kernel-log', 'kernel log'];
const TOOLS: Subject = ['target-tools', 'tools'];

/** Without these the scripts of remote/ do not work. */
const NEEDED_TOOLS = ['awk', 'head', 'mktemp', 'readlink'];

/** What matters once a scheduler runs: who notices when it is bad, and who tells of it. */
export function runningChecks(examined: Examination): Found[] {
  return [
    watchdogCheck(examined),
    stopCheck(examined),
    kernelLogCheck(examined),
    toolsCheck(examined),
  ];
}

/**
 * sched_ext's own throws a scheduler out when a task waited for its timeout_ms, of 30 s at most
 * (SCX_WATCHDOG_MAX_TIMEOUT); soft lockups count after twice watchdog_thresh (kernel/watchdog.c, 6.12), RCU
 * stalls after 21 s.
 */
function watchdogCheck(examined: Examination): Found {
  const { sysctls } = examined.more;
  if (sysctls.size === 0) {
    return faulty(WATCHDOG, 'unknown', {
      detail: 'the kernel does not show its settings',
      effect: 'A scheduler that stalls might panic this machine instead of being thrown out',
    });
  }
  const isWatched = sysctls.get('watchdog') !== 0;
  const panics = ['softlockup_panic', 'panic_on_rcu_stall'].filter(
    (name) => sysctls.get(name) === 1 && (isWatched || name !== 'softlockup_panic'),
  );
  if (panics.length > 0) {
    const names = panics.map((name) => `kernel.${name}`);
    return faulty(WATCHDOG, 'warning', {
      detail: `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} 1`,
      effect:
        'A scheduler that stalls can panic this machine before sched_ext throws it out (30 s at most)',
      nextStep: 'Turn that off while you try schedulers:',
      command: asRoot(examined, `sysctl -w ${names.map((name) => `${name}=0`).join(' ')}`),
    });
  }
  const threshold = sysctls.get('watchdog_thresh') ?? 0;
  const lockups =
    isWatched && threshold > 0 ? `soft lockups are reported after ${2 * threshold} s` : null;
  const parts = ['a stalled scheduler is thrown out within 30 s', lockups];
  return fine(WATCHDOG, parts.filter((part) => part !== null).join('; '));
}

function stopCheck({ more }: Examination): Found {
  return more.hasSysrq
    ? fine(STOP, 'by its link, then SysRq-S')
    : faulty(STOP, 'warning', {
        detail: 'by its link alone: there is no /proc/sysrq-trigger',
        effect: 'A scheduler that something else loaded is not taken out',
        nextStep: 'Boot a kernel built with CONFIG_MAGIC_SYSRQ=y.',
      });
}

/** Followed as root; see remote/log.sh. */
function kernelLogCheck(examined: Examination): Found {
  const { more } = examined;
  const isRestricted = more.sysctls.get('dmesg_restrict') === 1;
  if (more.rootKmsg === 'readable') {
    const byRoot = more.kmsg === 'readable' ? '' : ', for root alone (kernel.dmesg_restrict)';
    return fine(LOG, `/dev/kmsg${byRoot}`);
  }
  if (examined.facts.privilege === 'sudo-password') {
    return fine(LOG, "read with sudo's password");
  }
  const detail =
    more.rootKmsg === 'absent'
      ? 'there is no /dev/kmsg'
      : `/dev/kmsg may not be read${isRestricted ? ' (kernel.dmesg_restrict is 1)' : ''}`;
  const effect = 'It is not shown why a scheduler was thrown out';
  return isRootFree(examined)
    ? faulty(LOG, 'warning', { detail, effect, nextStep: 'Check outside of the container.' })
    : faulty(LOG, 'warning', {
        detail,
        effect,
        nextStep: isRestricted ? 'Connect as root, or as root there:' : 'Connect as root.',
        command: isRestricted ? 'sysctl -w kernel.dmesg_restrict=0' : null,
      });
}

function toolsCheck(examined: Examination): Found {
  const { tools } = examined.more;
  const missing = NEEDED_TOOLS.filter((name) => !tools.has(name));
  if (missing.length > 0) {
    return faulty(TOOLS, 'missing', {
      detail: `no ${missing.join(', ')}`,
      effect: 'Schedulers are neither verified nor loaded',
      nextStep: 'Install coreutils and awk, or busybox, on the target.',
    });
  }
  const absent = ['chrt', 'dmesg'].filter((name) => !tools.has(name));
  if (absent.length === 0) return fine(TOOLS, [...NEEDED_TOOLS, 'chrt', 'dmesg'].join(', '));
  return faulty(TOOLS, 'warning', {
    detail: `no ${absent.join(', ')}`,
    effect: [
      ...(absent.includes('chrt')
        ? ['a scheduler that starves tasks can delay the end of its lease']
        : []),
      ...(absent.includes('dmesg') ? ['it is not shown why a load failed'] : []),
    ]
      .join('; ')
      .replace(/^./, (letter) => letter.toUpperCase()),
    ...installStep('util-linux', systemOf(examined)),
  });
}
