import { describe, expect, it } from 'vitest';
import { parseDoctorFacts } from '../../../../extension/core/sched-ext/doctor-text';
import { doctorLines } from '../../workflows/doctor/doctor-lines';

const read = (...changed: readonly string[]) =>
  parseDoctorFacts(doctorLines(...changed).join('\n'));

describe('parseDoctorFacts', () => {
  it('reads what a target says', () => {
    expect(read()).toMatchObject({
      clockMs: 1_795_433_762_688,
      clockIsWhole: false,
      osRelease: 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_CODENAME=trixie\nID=debian',
      user: 'alice',
      cpus: '0-3',
      container: null,
      btfBytes: 5_515_646,
      kfuncsMarked: true,
      bpffsOptions: 'rw,nosuid,nodev,noexec,relatime,mode=700',
      shellCapabilities: 0n,
      hasSysrq: true,
      kmsg: 'readable',
      jit: 1,
      lockdown: null,
      tempInodes: 16_047_385,
    });
    expect(read().tools.get('bpftool')).toBe('/usr/sbin/bpftool');
    expect(read().sysctls.get('watchdog_thresh')).toBe(10);
    expect(read().config?.values.get('CONFIG_SCHED_CLASS_EXT')).toBe('y');
  });

  it.each([
    ['clock 1795433762.%N', 1_795_433_762_000, true],
    ['clock 1795433762', 1_795_433_762_000, true],
    ['clock now', null, false],
  ])('reads the clock of "%s"', (line, clockMs, clockIsWhole) => {
    expect(read(line)).toMatchObject({ clockMs, clockIsWhole });
  });

  it('reads the lockdown in force', () => {
    const lines = [...doctorLines(), 'lockdown none [integrity] confidentiality'];
    expect(parseDoctorFacts(lines.join('\n')).lockdown).toBe('integrity');
  });

  it('takes what makes no sense, and what is not there, for unknown', () => {
    const odd = read('jit yes', 'shellCapabilities zz', 'kmsg what', 'sysctl watchdog x', '-cpus');
    expect(odd).toMatchObject({ jit: null, shellCapabilities: null, kmsg: null, cpus: null });
    expect(odd.sysctls.has('watchdog')).toBe(false);
    expect(parseDoctorFacts('')).toMatchObject({ config: null, clockMs: null, osRelease: '' });
  });

  it('does not take a file without a single option for a configuration', () => {
    expect(parseDoctorFacts('configFile /proc/config.gz\n').config).toBeNull();
  });
});
