import { describe, expect, it } from 'vitest';
import { explainLog } from '../../../../extension/core/verifier/explain-log';

const explain = (...lines: string[]) => explainLog(lines.join('\n') + '\n').findings;

describe('what libbpf says before the verifier', () => {
  it.each([
    [
      'libbpf: struct_ops init_kern m_ops: Error in size of member timeout_ms: 8 != 4(kernel)',
      'verifier/missing-field',
      'The operation or setting "timeout_ms" has another type on the target kernel',
    ],
    [
      'libbpf: struct_ops init_kern m_ops: Unmatched member type flags 2 != 1(kernel)',
      'verifier/missing-field',
      'The operation or setting "flags" has another type on the target kernel',
    ],
    [
      'libbpf: struct_ops init_kern m_ops: bitfield flags is not supported',
      'verifier/unsupported',
      'The member "flags" of the ops table is a bit field, which libbpf does not load',
    ],
    [
      "libbpf: failed to find BTF for extern 'elsewhere' [346] section: -2",
      'verifier/missing-kfunc',
      'elsewhere is used but defined nowhere',
    ],
    [
      "libbpf: map 'big': unknown field 'coffee'.",
      'verifier/map',
      "The definition of the map big is wrong: unknown field 'coffee'",
    ],
    [
      "libbpf: failed to guess program type from ELF section 'strange/thing'",
      'verifier/other',
      'The section "strange/thing" is of no kind that libbpf knows',
    ],
    [
      'libbpf: failed to open system Kconfig',
      'verifier/unsupported',
      'The configuration of the target kernel can not be read, but a __kconfig is used',
    ],
  ])('%s', (line, code, message) => {
    expect(explain(line, "libbpf: failed to load object 'm'")).toMatchObject([
      { code, message, severity: 'error', statement: line, raw: [line] },
    ]);
  });

  it('is one finding though it is said twice', () => {
    const kind = "libbpf: failed to guess program type from ELF section 'strange/thing'";
    expect(explain(kind, 'libbpf: supported section(type) names are: socket', kind)).toHaveLength(
      1,
    );
    const program = "libbpf: prog 'x_enqueue': relo #3";
    const ambiguous = `${program}: relocation decision ambiguity: success 16 != success 8`;
    expect(explain(ambiguous, `${program}: failed to relocate: -22`)).toMatchObject([
      { code: 'verifier/missing-field', program: 'x_enqueue', statement: ambiguous },
    ]);
  });

  it('is several when it is about several programs or functions', () => {
    const missing = (name: string) =>
      `libbpf: extern (func ksym) '${name}': not found in kernel or module BTFs`;
    expect(explain(missing('one'), missing('two'))).toHaveLength(2);
    const kprobe = (name: string) =>
      `libbpf: prog '${name}': failed to create kprobe 'gone+0x0' perf event: No such file or directory`;
    expect(explain(kprobe('one'), kprobe('two'))).toHaveLength(2);
  });

  it.each([
    "libbpf: map 'big': at sec_idx 10, offset 0.",
    "libbpf: map 'big': found max_entries = 4.",
    "libbpf: prog 'm': relo #5: patched insn #22 (LDIMM64) imm64 20000000 -> 20000000",
    "libbpf: prog 'm': relo #3: poisoning insn #9 that calls kfunc 'scx_bpf_dsq_insert___v2___scx'",
    'libbpf: struct_ops init_kern m_ops: type_id:345 kern_type_id:10502 kern_vtype_id:10676',
    'libbpf: Error loading .BTF into kernel: -22. BTF is optional, ignoring.',
  ])('is only information: %s', (line) => {
    expect(explain(line)).toEqual([]);
  });
});
