import { describe, expect, it } from 'vitest';
import { foundExit, type ExitEvidence } from '../../../../extension/core/exit-report/found-exit';
import {
  createPostMortem,
  hearPostMortem,
} from '../../../../extension/core/exit-report/post-mortem';
import { dumpText } from './dump-text';

/** What a target says, line by line, and the log since the load. */
function evidence(
  lines: readonly string[],
  log: readonly string[] = [],
  output: readonly string[] = [],
) {
  const postMortem = createPostMortem();
  for (const line of lines) {
    const [, key = '', value = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    expect(hearPostMortem(postMortem, key, value), line).toBe(true);
  }
  const records = log.map((text, index) => ({
    sequence: index,
    timeMicros: index,
    level: 6,
    text,
  }));
  const pathOf = (path: string) => path.replace('/build/', '/home/me/');
  return { postMortem, records, output, pathOf } satisfies ExitEvidence;
}

const uei = (parts: string) =>
  ['[{', '"value": {', `".bss.uei": [{"uei": {${parts}}}]`, '}', '}]', ''].map((line) =>
    `uei ${line}`.trimEnd(),
  );
const LOG = [
  'sched_ext: BPF scheduler "lazy" disabled (scx_bpf_error)',
  'sched_ext: lazy: too late',
  '   scx_bpf_error_bstr+0x60/0xa0',
  '   bpf_prog_a616b29c7b94f7a1_lazy_enqueue+0x100/0x104',
];

describe('what is found of an end', () => {
  it('is told by the map, and by nothing else where that is there', () => {
    const lines = uei('"kind": 1025, "exit_code": 9007199254740993, "reason": "r", "msg": "m"');
    expect(foundExit(evidence(lines, LOG)).exit).toEqual({
      ...{ kind: 1025, kindName: 'SCX_EXIT_ERROR_BPF', code: '9007199254740993' },
      ...{ reason: 'r', message: 'm' },
      codeWords: expect.any(Array) as unknown,
    });
  });

  it('is told by the log where there is no map', () => {
    expect(foundExit(evidence([], LOG)).exit).toMatchObject({
      ...{ kind: 1025, reason: 'scx_bpf_error', message: 'too late', code: null },
    });
  });

  it('reads texts that bpftool prints as numbers, and passes over a map that has not been written', () => {
    const text = [...new TextEncoder().encode('zu spät\n')].join(',');
    const lines = [
      ...uei('"kind": 0, "exit_code": 0, "reason": "", "msg": ""'),
      ...uei(`"kind": 1025, "exit_code": 0, "reason": "r", "msg": [${text},0,0]`),
    ];
    expect(foundExit(evidence(lines)).exit).toMatchObject({ message: 'zu spät\n' });
  });

  it('takes no harm from a map without BTF, and from half of one', () => {
    const lines = [
      'uei key: 00 00 value: ff',
      'uei',
      'uei [{"value": {"uei": {"kind": 1025',
      'uei',
    ];
    expect(foundExit(evidence(lines, LOG)).exit.message).toBe('too late');
  });

  it('leads the backtrace to the source', () => {
    const frame =
      'frame bpf_prog_a616b29c7b94f7a1_lazy_enqueue+0x100 31 /build/a b.bpf.c\t\tscx_bpf_error("x");';
    expect(foundExit(evidence([frame], LOG)).backtrace).toEqual([
      {
        ...{ text: 'scx_bpf_error_bstr+0x60/0xa0', program: null },
        ...{ file: null, line: null, code: null },
      },
      {
        text: 'bpf_prog_a616b29c7b94f7a1_lazy_enqueue+0x100/0x104',
        ...{ program: 'lazy_enqueue', file: '/home/me/a b.bpf.c', line: 31 },
        code: 'scx_bpf_error("x");',
      },
    ]);
  });

  it('has the last dump of the tracepoint, with the line that names the scheduler', () => {
    const asked = dumpText('7.3').split('\n');
    const ended = dumpText('6.12').split('\n');
    const lines = [...asked, ...ended].map((line) => `dumped ${line}`);
    const found = foundExit(evidence(lines));
    expect(found.dumpSource).toBe('tracepoint');
    expect(found.dumpText).toContain('triggered exit kind 1026');
    expect(found.dumpText).not.toContain('SysRq-D');
    expect(found.exit).toMatchObject({ kind: 1026, kindName: 'SCX_EXIT_ERROR_STALL' });
    expect(found.backtrace[0]?.text).toBe('scx_watchdog_workfn+0x1e0/0x280');
  });

  it('takes no dump that was asked for while it ran, nor one of another end, for that of its end', () => {
    const dumped = (text: string) => text.split('\n').map((line) => `dumped ${line}`);
    const asked = dumped(dumpText('7.3'));
    const code = uei('"kind": 65, "exit_code": 42, "reason": "r", "msg": "enough"');
    const none = { dumpText: null, dumpSource: null, backtrace: [] };
    expect(foundExit(evidence([...asked, ...code]))).toMatchObject(none);
    expect(foundExit(evidence(asked))).toMatchObject({ ...none, exit: { kind: null } });
    const before = dumped(dumpText('6.12')); // Its program loaded it again after that.
    expect(foundExit(evidence([...before, ...code]))).toMatchObject({
      ...none,
      exit: { kind: 65 },
    });
    const log = ['sched_ext: BPF scheduler "lazy" disabled (unregistered from BPF)'];
    expect(foundExit(evidence(before, log))).toMatchObject({ ...none, exit: { kind: 65 } });
  });

  it('ends its dump where the next one begins', () => {
    const ended = dumpText('6.12').split('\n');
    const asked = dumpText('7.3').split('\n');
    const found = foundExit(evidence([...ended, ...asked].map((line) => `dumped ${line}`)));
    expect(found.dumpText).toBe(ended.join('\n'));
  });

  it.each([
    ['the kernel cut', `${dumpText('6.12').slice(0, 600)}\n\n~~~~ TRUNCATED ~~~~\n`, [0, 0, 0]],
    ['fills its map', dumpText('6.12').slice(0, 600), [0]],
  ])('prefers a whole dump of the tracepoint to one that %s', (_, text, rest) => {
    const bytes = [...new TextEncoder().encode(text), ...rest].join(',');
    const map = ['[{"value": {', `".bss.uei_dump": [{"uei_dump": [${bytes}]}]`, '}}]', ''];
    const lines = map.map((line) => `uei ${line}`.trimEnd());
    const cut = { dumpText: text, dumpSource: 'exit map', isDumpCut: true };
    expect(foundExit(evidence(lines))).toMatchObject(cut);
    const dumped = dumpText('6.12')
      .split('\n')
      .map((line) => `dumped ${line}`);
    const whole = { dumpText: dumpText('6.12'), dumpSource: 'tracepoint', isDumpCut: false };
    expect(foundExit(evidence([...lines, ...dumped]))).toMatchObject(whole);
  });

  it("has the dump and the reason of a loader's output", () => {
    const rule = '='.repeat(80);
    const output = [
      'DEBUG DUMP',
      rule,
      ...dumpText('6.12').split('\n'),
      rule,
      'EXIT: unregistered (bye (now))',
    ];
    const found = foundExit(evidence([], [], output));
    expect(found.dumpSource).toBe('output');
    expect(found.dumpText).not.toContain('====');
    expect(found.exit).toMatchObject({ reason: 'unregistered', message: 'bye (now)' });
  });

  it('is nothing where nothing was said', () => {
    expect(foundExit(evidence([]))).toEqual({
      exit: expect.objectContaining({ kind: null, reason: null, message: null }) as unknown,
      ...{ backtrace: [], dumpText: null, dumpSource: null, isDumpCut: false },
    });
  });
});
