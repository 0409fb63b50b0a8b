import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDmesg, parseKmsg } from '../../../../extension/core/kernel-log/kmsg';
import { runtimeFindings } from '../../../../extension/core/kernel-log/runtime-findings';
import { recognise } from '../../../../extension/core/kernel-log/sched-ext-event';

const folder = fileURLToPath(new URL('../../../fixtures/kernel-log/', import.meta.url));
const KERNELS = readdirSync(folder);

/** What dmesg said since a scheduler of test/fixtures/schedulers was loaded. */
function captured(kernel: string, scheduler: string) {
  const path = `${folder}${kernel}/${scheduler}.dmesg`;
  if (!existsSync(path)) return null;
  return readFileSync(path, 'utf8')
    .split('\n')
    .map(parseDmesg)
    .filter((record) => record !== null);
}

const records = (...lines: readonly string[]) =>
  lines.map(parseDmesg).filter((record) => record !== null);

describe.each(KERNELS)('runtimeFindings on kernel %s', (kernel) => {
  it.each([
    ['init-fails', 'run/init-failed', 'ops.init() failed (-22)'],
    ['stall', 'run/stall', 'failed to run for'],
    ['reports-error', 'run/bpf-error', 'and that is enough'],
    ['unknown-dsq', 'run/dsq', 'non-existent DSQ 0x1267'],
    ['wrong-context', 'run/kfunc-not-allowed', 'kfunc with mask'],
  ])('says why %s ended: %s', (scheduler, code, text) => {
    const said = captured(kernel, scheduler);
    if (said === null) return; // 7.3 refuses it before it runs.
    const ops = scheduler.replaceAll('-', '_');
    const findings = runtimeFindings(said, { ops });
    expect(findings.map((one) => one.code)).toEqual([code]);
    expect(findings[0]?.message).toContain(`"${ops}"`);
    expect(findings[0]?.message).toContain(text);
    expect(findings[0]?.raw[0]).toContain('disabled');
    expect(findings[0]?.suggestion).not.toBeNull();
    expect(runtimeFindings(said, { ops: 'another' })).toEqual([]);
    expect(runtimeFindings(said, { ops: null })).toEqual(findings);
  });

  it('finds nothing where the scheduler was unloaded as asked', () => {
    expect(runtimeFindings(captured(kernel, 'passes') ?? [], { ops: 'passes' })).toEqual([]);
  });

  it('reads /dev/kmsg as well', () => {
    const lines = readFileSync(`${folder}${kernel}/records.kmsg`, 'utf8').split('\n');
    const all = lines.map(parseKmsg).filter((record) => record !== null);
    const events = all.map(recognise).filter((event) => event !== null);
    expect(events.filter(({ kind }) => kind === 'enabled').map(({ ops }) => ops)).toContain(
      'passes',
    );
    expect(all.every(({ sequence }, index) => sequence === (all[0]?.sequence ?? 0) + index)).toBe(
      true,
    );
    expect(runtimeFindings(all, { ops: 'stall' }).map(({ code }) => code)).toContain('run/stall');
  });
});

describe('runtimeFindings', () => {
  it('finds the place that scx_bpf_error() names', () => {
    const said = captured('6.18', 'reports-error') ?? [];
    const resolveFile = (name: string) => `/w/${name}`;
    const [one] = runtimeFindings(said, { ops: 'reports_error', resolveFile });
    expect(one).toMatchObject({
      file: '/w/reports-error.bpf.c',
      line: 12,
      program: 'reports_error_enqueue',
      message:
        'The scheduler "reports_error" called scx_bpf_error() and was taken out: enqueued 22, and that is enough',
    });
  });

  it('never takes what a scheduler says for what the kernel says', () => {
    const [one] = runtimeFindings(
      records(
        'sched_ext: BPF scheduler "x" disabled (scx_bpf_error)',
        'sched_ext: x: ops.init() failed (-22)',
      ),
      { ops: 'x' },
    );
    expect(one?.code).toBe('run/bpf-error');
  });

  it('knows endings without a detail', () => {
    const code = (reason: string) =>
      runtimeFindings(records(`sched_ext: BPF scheduler "x" disabled (${reason})`), { ops: 'x' })[0]
        ?.code;
    expect(code('disabled by sysrq-S')).toBe('run/sysrq');
    expect(code('unregistered from BPF')).toBe('run/exit');
    expect(code('unregistered from the main kernel')).toBe('run/unregistered');
    expect(code('<UNKNOWN>')).toBe('run/runtime-error');
    expect(code('unregistered from user space')).toBeUndefined();
  });

  it('says that a kernel takes no scheduler at all', () => {
    const [one] = runtimeFindings(
      records('sched_ext: Not compatible with "isolcpus=" domain isolation'),
      { ops: 'x' },
    );
    expect(one?.code).toBe('run/rejected');
  });
});
