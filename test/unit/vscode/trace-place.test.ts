import { describe, expect, it } from 'vitest';
import { explainLog } from '../../../extension/core/verifier/explain-log';
import { tracePlace } from '../../../extension/vscode/verifier-log/trace-place';

/** Shortened from a log of our lab (6.18): one program passes, the next fails. */
const LOG = `libbpf: prog 'fifo_select_cpu': -- BEGIN PROG LOAD LOG --
0: R1=ctx() R10=fp0
; return prev_cpu; @ fifo.bpf.c:14
0: (b7) r0 = 0                        ; R0_w=0
1: (95) exit
processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
-- END PROG LOAD LOG --
libbpf: prog 'fifo_enqueue': BPF program load failed: -EACCES
libbpf: prog 'fifo_enqueue': -- BEGIN PROG LOAD LOG --
0: R1=ctx() R10=fp0
; u64 *count = bpf_map_lookup_elem(&counters, &key); @ fifo.bpf.c:17
8: (85) call bpf_map_lookup_elem#1    ; R0_w=map_value_or_null(id=1,map=counters,ks=4,vs=8)
; *count += 1; @ fifo.bpf.c:19
9: (79) r1 = *(u64 *)(r0 +0)
R0 invalid mem access 'map_value_or_null'
processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
-- END PROG LOAD LOG --
`;
const lines = LOG.split('\n');
const lineOf = (start: string, from = 0) =>
  lines.findIndex((line, at) => at >= from && line.startsWith(start));

describe('tracePlace', () => {
  const [finding = null] = explainLog(LOG).findings;

  it('finds the instruction that the verifier refused, and what it said', () => {
    expect(finding?.code).toBe('verifier/null-pointer');
    expect(tracePlace(lines, finding, null)).toEqual({
      line: lineOf('9: (79)'),
      error: lineOf('R0 invalid mem access'),
    });
  });

  it('finds where a passing program begins', () => {
    const place = tracePlace(lines, null, 'fifo_select_cpu');
    expect(place).toEqual({ line: lineOf("libbpf: prog 'fifo_select_cpu'"), error: null });
  });

  it('looks at the top for a program that the log does not name', () => {
    expect(tracePlace(lines, null, 'other')).toEqual({ line: 0, error: null });
    expect(tracePlace([], finding, null)).toEqual({ line: 0, error: null });
  });
});
