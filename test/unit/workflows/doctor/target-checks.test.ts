import { describe, expect, it } from 'vitest';
import { parseDoctorFacts } from '../../../../extension/core/sched-ext/doctor-text';
import { parseFacts } from '../../../../extension/core/sched-ext/facts-text';
import type { Found } from '../../../../extension/workflows/doctor/check';
import { clockOffset } from '../../../../extension/workflows/doctor/target/clock-check';
import { targetChecks } from '../../../../extension/workflows/doctor/target/target-checks';
import { factsWith } from '../../cli/command-line';
import { doctorLines } from './doctor-lines';

interface Said {
  readonly facts?: readonly string[];
  readonly doctor?: readonly string[];
  /** Further lines, of which there is none usually. */
  readonly more?: readonly string[];
}

const CLOSE = { offsetMs: 3, uncertaintyMs: 20 };

/** What is found of a target that says this instead of the usual. */
function faults({ facts = [], doctor = [], more = [] }: Said, clock = CLOSE): readonly Found[] {
  const read = parseFacts([...factsWith(...facts), ...facts].join('\n'));
  if (read === null) throw new Error('these are no facts');
  const text = [...doctorLines(...doctor), ...more].join('\n');
  const found = targetChecks({ facts: read, more: parseDoctorFacts(text), clock });
  return found.filter(({ status }) => status !== 'ok');
}

const USER = ['uid 1000', 'privilege sudo'];
const NOBODY = ['uid 1000', 'privilege none'];

describe('what a target lacks', () => {
  it('is nothing for one that has all', () => {
    expect(faults({})).toEqual([]);
  });

  it.each<[Said, Partial<Found>]>([
    [{ facts: ['hasSchedExt '] }, { code: 'sched-ext', status: 'missing' }],
    [{ facts: ['machine armv7l'] }, { code: 'architecture', status: 'unknown' }],
    [
      { facts: ['isolatedCpus 2-3'], doctor: ['commandLine quiet isolcpus=2-3 ro'] },
      { code: 'isolated-cpus', status: 'missing', detail: '2-3 (isolcpus=2-3)' },
    ],
    [{ doctor: ['config CONFIG_SCHED_CLASS_EXT=n'] }, { code: 'kernel-config', status: 'missing' }],
    [{ doctor: ['-config CONFIG_MAGIC_SYSRQ'] }, { code: 'kernel-config', status: 'warning' }],
    [{ facts: ['hasBtf '] }, { code: 'btf', status: 'missing' }],
    [
      { facts: ['kernelRelease 7.3.4'], doctor: ['kfuncsMarked no'] },
      { code: 'btf', status: 'warning' },
    ],
    [
      { doctor: ['jit 0', '-config CONFIG_BPF_JIT_ALWAYS_ON'] },
      { code: 'jit', status: 'missing', command: 'sysctl -w net.core.bpf_jit_enable=1' },
    ],
    [
      { facts: USER, doctor: ['-jit', '-config CONFIG_BPF_JIT_ALWAYS_ON'] },
      { code: 'jit', status: 'unknown', command: 'sudo sysctl net.core.bpf_jit_enable' },
    ],
    [
      { facts: ['bpftool '] },
      { code: 'bpftool', status: 'missing', command: 'apt install bpftool' },
    ],
    [
      { facts: ['bpftool bpftool v7.1.0', ...USER], doctor: ['os ID=fedora'] },
      { code: 'bpftool', status: 'missing', command: 'sudo dnf install bpftool' },
    ],
    [
      { facts: ['hasBpffs ', ...USER] },
      { code: 'bpffs', status: 'missing', command: 'sudo mount -t bpf bpf /sys/fs/bpf' },
    ],
    [
      { doctor: ['bpffs ro,relatime'] },
      { code: 'bpffs', status: 'missing', command: 'mount -o remount,rw /sys/fs/bpf' },
    ],
    [{ doctor: ['-bpffsWritable'] }, { code: 'bpffs', status: 'missing', command: null }],
    [
      { more: ['lockdown none integrity [confidentiality]'] },
      { code: 'lockdown', status: 'warning' },
    ],
    [
      { facts: NOBODY },
      { code: 'privilege', status: 'missing', command: 'usermod -aG sudo alice' },
    ],
    [
      { facts: NOBODY, doctor: ['os ID=fedora', 'user $(reboot)'] },
      { code: 'privilege', status: 'missing', command: null },
    ],
    [
      { facts: [...NOBODY, 'hasCapabilities yes'], doctor: ['user bob', 'os ID=arch'] },
      { effect: 'Verifying works, loading does not', command: 'usermod -aG wheel bob' },
    ],
    [
      { facts: ['activeOps rusty'] },
      { code: 'scheduler', status: 'warning', detail: '"rusty" is loaded, not by SCX Studio' },
    ],
    [
      { facts: ['activeOps rusty', 'runsHidden yes'] },
      { code: 'scheduler', detail: '"rusty" is loaded; who loaded it only root can see' },
    ],
    [
      { doctor: ['sysctl softlockup_panic 1'] },
      { code: 'watchdog', status: 'warning', command: 'sysctl -w kernel.softlockup_panic=0' },
    ],
    [{ doctor: ['-sysrq'] }, { code: 'emergency-stop', status: 'warning' }],
    [
      { doctor: ['rootKmsg absent', 'kmsg absent'] },
      { code: 'kernel-log', status: 'warning', detail: 'there is no /dev/kmsg' },
    ],
    [{ doctor: ['-tool mktemp'] }, { code: 'target-tools', status: 'missing' }],
    [
      { doctor: ['-tool chrt'] },
      { code: 'target-tools', status: 'warning', command: 'apt install util-linux' },
    ],
    [{ facts: ['freeKilobytes 100'] }, { code: 'room', status: 'missing' }],
    [{ facts: ['freeKilobytes 8000'] }, { code: 'room', status: 'warning' }],
    [{ facts: ['freeKilobytes '] }, { code: 'room', status: 'unknown' }],
    [{ doctor: ['-tempWritable'] }, { code: 'room', status: 'missing' }],
    [{ doctor: ['tempInodes 0'] }, { code: 'room', status: 'missing' }],
  ])('%j', (said, expected) => {
    const found = faults(said);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject(expected);
  });

  it('has a step for every fault, and says what fails', () => {
    const found = faults({
      facts: ['hasSchedExt ', 'hasBtf ', 'hasBpffs ', 'bpftool ', ...NOBODY, 'activeOps rusty'],
      doctor: ['-tool awk', '-sysrq', '-configFile', '-tempWritable', 'rootKmsg refused'],
    });
    expect(found.length).toBeGreaterThan(8);
    for (const { effect, nextStep } of found) {
      expect(effect).toMatch(/^[A-Z]/);
      expect(nextStep).not.toBeNull();
    }
  });
});

describe('the clock', () => {
  it.each([
    [{ offsetMs: 1900, uncertaintyMs: 10 }, null],
    [{ offsetMs: -2500, uncertaintyMs: 600 }, null],
    [{ offsetMs: -2500, uncertaintyMs: 100 }, '2.5 s behind this machine (± 0.10 s)'],
    [{ offsetMs: 7_200_000, uncertaintyMs: 100 }, '2 hours ahead of this machine (± 0.10 s)'],
    [{ offsetMs: 1e9, uncertaintyMs: 0 }, '12 days ahead of this machine (± 0.00 s)'],
  ])('%j', (clock, detail) => {
    expect(faults({}, clock)[0]?.detail ?? null).toBe(detail);
  });

  it('is read in the middle of the round trip', () => {
    const clock = clockOffset({ clockMs: 5000, clockIsWhole: false }, 1000, 1400);
    expect(clock).toEqual({ offsetMs: 3800, uncertaintyMs: 200 });
  });

  it('of whole seconds is half of one behind', () => {
    const clock = clockOffset({ clockMs: 5000, clockIsWhole: true }, 5400, 5600);
    expect(clock).toEqual({ offsetMs: 0, uncertaintyMs: 600 });
  });
});
