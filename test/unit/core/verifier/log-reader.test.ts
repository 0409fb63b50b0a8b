import { describe, expect, it } from 'vitest';
import { createLogReader, explainLog } from '../../../../extension/core/verifier/explain-log';
import { capturedLog, capturedLogs } from './captured-logs';
import { randomNumbers } from './random-numbers';

function inPieces(text: string, random: (below: number) => number) {
  const reader = createLogReader();
  for (let at = 0; at < text.length;) {
    const end = at + 1 + random(200);
    reader.push(text.slice(at, end));
    at = end;
  }
  return reader.end();
}

describe('createLogReader', () => {
  it('gives the same verdict wherever the chunks end', () => {
    const random = randomNumbers(1);
    for (const log of capturedLogs()) expect(inPieces(log, random)).toEqual(explainLog(log));
  });

  it('takes time and memory in proportion to the log', () => {
    const log = capturedLog('6.18', 'null-pointer');
    const at = log.indexOf('; u32 key');
    const loop = log.slice(at, log.indexOf('; *count', at)).repeat(12_500);
    const text = log.slice(0, at) + loop + log.slice(at);
    const { findings } = explainLog(text);
    expect(text.length).toBeGreaterThan(8_000_000);
    expect(findings.map(({ code, line }) => [code, line])).toEqual([['verifier/null-pointer', 19]]);
    expect(findings[0]?.raw.length).toBeLessThan(60);
  });

  it('takes a store that a walked path ends with for no refusal', () => {
    const text = `0: (7b) *(u64 *)(r1 +0) = r2
1: (95) exit
from 4 to 0: R1=map_value(map=a,ks=4,vs=8) R2=scalar()
0: (7b) *(u64 *)(r1 +0) = r2
1: safe
processed 4 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
`;
    expect(explainLog(text).findings).toEqual([]);
    expect(explainLog(text.replace('1: safe\n', '')).findings).toHaveLength(1);
  });

  it('names the lines of a loop that is too complex', () => {
    const log = capturedLog('6.18', 'null-pointer');
    const at = log.indexOf('; u32 key');
    const error = log.indexOf('R0 invalid mem access');
    const tooLarge = 'BPF program is too large. Processed 1000001 insn';
    const text = log.slice(0, at) + log.slice(at, error).repeat(500) + tooLarge + '\n';
    const [one] = explainLog(text + log.slice(log.indexOf('verification time'))).findings;
    expect(one).toMatchObject({ code: 'verifier/too-complex', line: 16 });
    expect(one?.message).toContain('1000001');
    expect(one?.related.map(({ line }) => line).sort()).toEqual([16, 17, 19]);
    expect(one?.related[0]?.message).toBe('the verifier came by here 500 times');
  });

  it.each([
    ['one long line', 'R1 type=fp expected=' + 'x '.repeat(8_000_000)],
    ['remarks without end', 'what is this stack off=1 and that\n'.repeat(300_000)],
    ['a report without end', 'Verification failed: A: B\n' + '  lines of it\n'.repeat(300_000)],
  ])('is not slowed down by %s', (_, text) => {
    explainLog(text);
  });
});
