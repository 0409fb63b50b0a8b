import { describe, expect, it } from 'vitest';
import { parseDoctorFacts } from '../../../../extension/core/sched-ext/doctor-text';
import { faulty, fine } from '../../../../extension/workflows/doctor/check';
import {
  compilerCheck,
  relieved,
} from '../../../../extension/workflows/doctor/target/compiler-check';

const target = (...lines: readonly string[]) => ({ more: parseDoctorFacts(lines.join('\n')) });
const ABLE = ['clang 14 /usr/bin/clang', 'clang 19 /usr/bin/clang-19', 'bpfHeaders yes'];

describe("the target's clang", () => {
  it.each([
    [ABLE, '/usr/bin/clang-19, version 19'],
    [['clang 19 /usr/bin/clang-19'], '/usr/bin/clang-19, version 19, without libbpf headers'],
    [['clang 14 /usr/bin/clang'], expect.stringMatching(/^none for BPF/) as string],
    [[], expect.stringMatching(/^none for BPF/) as string],
  ])('%j', (lines, detail) => {
    expect(compilerCheck(target(...lines))).toMatchObject({ status: 'ok', detail });
  });

  it('stands in for one that is missing here, and for nothing else', () => {
    const lack = { detail: 'none', effect: 'Schedulers are not built' };
    const local = [
      faulty(['clang', 'clang'], 'missing', lack),
      faulty(['ssh', 'ssh'], 'missing', lack),
      fine(['qemu', 'QEMU'], 'there'),
    ];
    expect(relieved(local, target(...ABLE)).map(({ status }) => status)).toEqual([
      'warning',
      'missing',
      'ok',
    ]);
    expect(relieved(local, target('clang 19 /usr/bin/clang-19'))).toEqual(local);
  });
});
