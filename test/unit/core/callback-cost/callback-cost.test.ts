import { describe, expect, it } from 'vitest';
import {
  callbackCosts,
  costOfProgram,
  costText,
  durationText,
  shortNumber,
} from '../../../../extension/core/callback-cost/callback-cost';
import {
  createCostReader,
  type CostReading,
} from '../../../../extension/core/callback-cost/cost-reading';

const TAG = '00112233aabbccdd';

function readingsOf(text: string): CostReading[] {
  const reader = createCostReader();
  return text.split('\n').flatMap((line) => {
    const answer = reader.push(line);
    return answer?.kind === 'reading' ? [answer.reading] : [];
  });
}

function reading(seconds: number, ...programs: readonly string[]): CostReading {
  const lines = programs.map((program) => `program ${program}`);
  return readingsOf([`time ${seconds}`, ...lines, 'end'].join('\n'))[0]!;
}

describe('a reading', () => {
  it('is what stands between time and end', () => {
    const text = `way bpf\ntime 12.34\nprogram 7 ${TAG} 100 5000 good_enqueue\nend\nend\ntime 13`;
    expect(readingsOf(text)).toEqual([
      {
        timeMs: 12_340,
        programs: [{ id: 7, tag: TAG, name: 'good_enqueue', calls: 100, nanoseconds: 5000 }],
      },
    ]);
  });

  it('leaves out what is no program', () => {
    const odd = ['program', 'program x', `program 1 ${TAG} -1 2 name`, `program 1 zz 1 2 name`, ''];
    expect(readingsOf(['time 1', ...odd, 'end'].join('\n'))[0]?.programs).toEqual([]);
  });

  it('says why the kernel does not count', () => {
    expect(createCostReader().push('none Operation not permitted')).toEqual({
      kind: 'none',
      words: 'Operation not permitted',
    });
  });
});

describe('costs', () => {
  it('are those between two readings, the dearest first', () => {
    const before = reading(10, `1 ${TAG} 0 0 a`, `2 ${TAG} 10 1000 b`);
    const now = reading(12, `1 ${TAG} 4 400 a`, `2 ${TAG} 2010 4001000 b`);
    expect(callbackCosts(before, now)).toEqual([
      {
        name: 'b',
        callsPerSecond: 1000,
        averageNs: 2000,
        totalNs: 4_001_000,
        share: 0.002,
        calls: 2010,
      },
      { name: 'a', callsPerSecond: 2, averageNs: 100, totalNs: 400, share: 2e-7, calls: 4 },
    ]);
  });

  it.each([
    ['counts that went back', `1 ${TAG} 5 500 a`, `1 ${TAG} 4 600 a`],
    ['times that went back', `1 ${TAG} 5 500 a`, `1 ${TAG} 6 400 a`],
    ['another program of that number', `1 ${TAG} 5 500 a`, '1 ffeeddccbbaa9988 6 600 a'],
    ['a program that is new', `2 ${TAG} 5 500 a`, `1 ${TAG} 6 600 a`],
  ])('leave out %s', (_, before, now) => {
    expect(callbackCosts(reading(1, before), reading(2, now))).toEqual([]);
  });

  it('are none when the clock stands or goes back', () => {
    const program = `1 ${TAG} 5 500 a`;
    expect(callbackCosts(reading(2, program), reading(2, program))).toEqual([]);
    expect(callbackCosts(reading(2, program), reading(1, program))).toEqual([]);
  });
});

describe('the cost of a program', () => {
  const [cost] = callbackCosts(
    reading(1, `1 ${TAG} 0 0 a_scheduler_enq`),
    reading(2, `1 ${TAG} 84000 26208000 a_scheduler_enq`),
  );
  const costs = [cost!];

  it('is found by the part of its name that the kernel keeps', () => {
    expect(costOfProgram(costs, 'a_scheduler_enqueue', ['a_scheduler_enqueue'])).toBe(cost);
    expect(costOfProgram(costs, 'a_scheduler_exit', ['a_scheduler_exit'])).toBeNull();
  });

  it('is found by its whole name, where the target says that', () => {
    const whole = { ...cost!, name: 'a_scheduler_enqueue' };
    const other = { ...cost!, name: 'a_scheduler_enqueue_late' };
    const names = [whole.name, other.name];
    expect(costOfProgram([other, whole], whole.name, names)).toBe(whole);
    expect(costOfProgram([other], whole.name, names)).toBeNull();
  });

  it('is not said of two that the kernel calls the same', () => {
    const names = ['a_scheduler_enqueue', 'a_scheduler_enqueue_late'];
    expect(costOfProgram(costs, names[0]!, names)).toBeNull();
  });

  it('is a short text', () => {
    expect(costText(cost!)).toBe('84 k/s · 312 ns');
    expect(costText({ ...cost!, averageNs: null })).toBe('not called');
  });
});

it.each([
  [0, '0', '0 ns'],
  [0.46, '0.5', '0.5 ns'],
  [9.96, '10', '10 ns'],
  [999.4, '999', '999 ns'],
  [999.6, '1 k', '1 µs'],
  [12_345, '12 k', '12 µs'],
  [999_600, '1 M', '1 ms'],
  [3_100_000, '3.1 M', '3.1 ms'],
])('%d is %s, and as a time %s', (value, number, duration) => {
  expect(shortNumber(value)).toBe(number);
  expect(durationText(value)).toBe(duration);
});
