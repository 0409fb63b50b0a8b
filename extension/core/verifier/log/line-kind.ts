import { wrapperLine } from './wrapper-line';

/**
 * What a line of a verifier log is. Texts of kernels 5.4 to 7.3.
 *
 * instruction   `12: (85) call bpf_map_lookup_elem#1   ; R0_w=…`
 * source        `; code @ file.bpf.c:13`
 * trace         register states, branches, precision marks, tables: what the verifier went through
 * statistics    `processed 9 insns …`, `verification time …`, `stack depth …`
 * report        the first line of the 7.3 report
 * wrapper       what libbpf, bpftool and veristat say around logs
 * blank
 * text          anything else: an error, a remark, or not understood
 */
export type LineKind =
  'instruction' | 'source' | 'trace' | 'statistics' | 'report' | 'wrapper' | 'blank' | 'text';

const INSTRUCTION = /^\d+: \([0-9a-f]{2}\) /;
const NUMBERED_TRACE = /^\d+: (?:R\d|frame\d|safe$|[.0-9]{10,} \([0-9a-f]{2}\))/;
const BRANCH = /^from \d+ to \d+(?: \(speculative execution\))?: /;
/** Also within "frame1: R0=…" and after the blank that old kernels put first. */
const REGISTERS = /^(?:frame\d+:? ?)?(?:R\d+(?:_[a-zA-Z]+)?=|fp-?\d+(?:_[a-zA-Z]+)?=)/;
const STATISTICS =
  /^(?:processed \d+ insns|verification time \d|stack depth |insns processed |(?:max_states_per_insn|total_states|peak_states|mark_read) \d|subprog \d+ \()/;
const TRACE =
  /^(?:func#\d+ @|Func#\d+ |Validating |Live regs before|mark_precise: |last_idx |parent state|parent didn't|parent already|regs=|propagating |caller:|callee:|returning from callee:|to caller at |cur state:|old state:|frame\d+: ?$|safe$|\(speculative|BPF program log|stack_mask|SCC |force_precise: |frame \d+: propagating |mark_reg_|(?:module|vmlinux)_cand_cache:|\(\d+\) (?:frame \d|live )|\[[\d, ]+\]$)/;

/** `line` has no prefixes and no blanks around it. */
export function lineKind(line: string): LineKind {
  const first = line.charCodeAt(0);
  if (Number.isNaN(first)) return 'blank';
  if (first === 0x3b) return 'source';
  if (first >= 0x30 && first <= 0x39) {
    if (INSTRUCTION.test(line)) return 'instruction';
    return NUMBERED_TRACE.test(line) ? 'trace' : 'text';
  }
  if (wrapperLine(line)) return 'wrapper';
  if (line.startsWith('Verification failed')) return 'report';
  if (REGISTERS.test(line) || BRANCH.test(line) || TRACE.test(line)) return 'trace';
  return STATISTICS.test(line) ? 'statistics' : 'text';
}
