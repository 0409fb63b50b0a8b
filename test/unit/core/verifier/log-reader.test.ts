import { describe, expect, it } from 'vitest';
import { createLogReader, explainLog } from '../../../../extension/core/verifier/explain-log';
import { capturedLog, capturedLogs } from './captured-logs';

/** The same numbers every time (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

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

  it('never throws and invents nothing, whatever is cut, mixed and put in', () => {
    const random = randomNumbers(2);
    const lines = capturedLogs().flatMap((log) => log.split('\n'));
    const noise = [
      '\0\0',
      '\u001b[',
      '999999999999: (85) call ',
      'R',
      ' @ :',
      '; @ x:1e9',
      '-- END',
    ];
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: random(40) }, () => {
        const line = lines[random(lines.length)] ?? '';
        const kind = random(8);
        if (kind === 0) return line.slice(random(line.length + 1));
        if (kind === 1) return line.slice(0, random(line.length + 1));
        return kind === 2 ? (noise[random(noise.length)] ?? '') : line;
      }).join('\n');
      const known = new Set(text.split('\n'));
      for (const { raw, code } of explainLog(text).findings) {
        expect(code).toMatch(/^verifier\/[a-z-]+$/);
        for (const line of raw)
          expect(known.has(line) || line.startsWith("prog '"), line).toBe(true);
      }
    }
  });

  it('takes time and memory in proportion to the log', () => {
    const log = capturedLog('6.18', 'null-pointer');
    const at = log.indexOf('; u32 key');
    const loop = log.slice(at, log.indexOf('; *count', at)).repeat(12_500);
    const text = log.slice(0, at) + loop + log.slice(at);
    const started = performance.now();
    const { findings } = explainLog(text);
    expect(text.length).toBeGreaterThan(8_000_000);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(findings.map(({ code, line }) => [code, line])).toEqual([['verifier/null-pointer', 19]]);
    expect(findings[0]?.raw.length).toBeLessThan(60);
  });

  it('names the lines of a loop that is too complex', () => {
    const log = capturedLog('6.18', 'null-pointer');
    const at = log.indexOf('; u32 key');
    const error = log.indexOf('R0 invalid mem access');
    const tooLarge = 'BPF program is too large. Processed 1000001 insn';
    const text = log.slice(0, at) + log.slice(at, error).repeat(500) + tooLarge + '\n';
    const [one] = explainLog(text + log.slice(log.indexOf('verification time'))).findings;
    expect(one).toMatchObject({ code: 'verifier/too-complex', line: 19 });
    expect(one?.message).toContain('1000001');
    expect(one?.related.map(({ line }) => line).sort()).toEqual([16, 17, 19]);
    expect(one?.related[0]?.message).toBe('the verifier came by here 500 times');
  });

  it.each([
    ['one long line', 'R1 type=fp expected=' + 'x '.repeat(8_000_000)],
    ['remarks without end', 'what is this stack off=1 and that\n'.repeat(300_000)],
    ['a report without end', 'Verification failed: A: B\n' + '  lines of it\n'.repeat(300_000)],
  ])('is not slowed down by %s', (_, text) => {
    const started = performance.now();
    explainLog(text);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
