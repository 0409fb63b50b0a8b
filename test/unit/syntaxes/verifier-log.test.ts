import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry, type IGrammar } from 'vscode-textmate';
import { capturedLog, capturedLogs, KERNELS } from '../core/verifier/captured-logs';

const SCOPE = 'text.bpf-verifier-log';
const grammarFile = new URL('../../../syntaxes/verifier-log.tmLanguage.json', import.meta.url);
/** VS Code brings the real one; this one opens blocks, as it does, to see that none stays open. */
const C_GRAMMAR = JSON.stringify({
  scopeName: 'source.c',
  patterns: [
    { begin: '\\{', end: '\\}', name: 'meta.block.c', patterns: [{ include: '$self' }] },
    { begin: '/\\*', end: '\\*/', name: 'comment.block.c' },
    { match: '\\b(?:for|if|return)\\b', name: 'keyword.control.c' },
  ],
});

let grammar: IGrammar;
beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await loadWASM(readFileSync(wasm));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: (scope) =>
      Promise.resolve(
        scope === SCOPE
          ? parseRawGrammar(readFileSync(grammarFile, 'utf8'), 'log.json')
          : scope === 'source.c'
            ? parseRawGrammar(C_GRAMMAR, 'c.json')
            : null,
      ),
  });
  const loaded = await registry.loadGrammar(SCOPE);
  expect(loaded).not.toBeNull();
  grammar = loaded!;
});

/** The tokens of lines, each with its innermost scope without the name of the language. */
function tokensOf(...lines: readonly string[]): (readonly [string, string])[][] {
  let stack = INITIAL;
  return lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.flatMap(({ startIndex, endIndex, scopes }) => {
      const text = line.slice(startIndex, endIndex);
      const scope = scopes.at(-1)?.replace('.bpf-verifier-log', '') ?? '';
      return text.trim() === '' || scope === SCOPE ? [] : [[text.trim(), scope] as const];
    });
  });
}

const scopeOf = (line: string, wanted: string) =>
  tokensOf(line)[0]?.find(([text]) => text === wanted)?.[1];

describe('lines of a verifier log', () => {
  it.each([
    '10: (85) call scx_bpf_dsq_insert#105850',
    '8: (85) call bpf_map_lookup_elem#1    ; R0=map_value_or_null(id=1,map=counters,ks=4,vs=8)',
    '16: (15) if r6 == 0x0 goto pc+25      ; R6=trusted_ptr_task_struct(id=3) refs=3',
    '3: (63) *(u32 *)(r10 -4) = r1         ; R1_w=0 R10=fp0 fp-8=mmmm????',
    '0: R1=ctx(id=0,off=0,imm=0) R2=inv(id=0,umax_value=255,var_off=(0x0; 0xff)) R3=invP5',
    'from 12 to 20 (speculative execution): R0_w=Pscalar(umin=1) R10=fp0',
    'from 3 to 7: safe',
    ' frame1: R6_w=scalar(smin=-1) fp-16=iter_num(ref_id=1,state=active,depth=0)',
    '; u64 *count = bpf_map_lookup_elem(&counters, &key); @ null-pointer.bpf.c:17',
    '; return 0;',
    'to caller at 26:',
    'Validating helper() func#1...',
    'mark_precise: frame0: last_idx 4 first_idx 0 subseq_idx -1',
    "R0 invalid mem access 'map_value_or_null'",
    'infinite loop detected at insn 25',
    "Global function f() doesn't return scalar. Only those are supported.",
    'processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0',
    "libbpf: prog 'f': BPF program load failed: Permission denied",
    "libbpf: prog 'f': -- BEGIN PROG LOAD LOG --",
    'libbpf: map 0 is "schedule.bss"',
    '      9: 0....567.. (79) r1 = *(u64 *)(r0 +0)',
    '2026-11-23T07:22:43.123Z 5: (bf) r1 = r6',
    '[   12.345678] R1 type=scalar expected=fp',
  ])('%s', (line) => {
    expect(tokensOf(line)[0]?.map(([text, scope]) => `${text}  ${scope}`)).toMatchSnapshot();
  });

  it('of a report', () => {
    const report = capturedLog('7.3', 'null-pointer').split('\n');
    const first = report.findIndex((line) => line.startsWith('Verification failed'));
    const tokens = tokensOf(...report.slice(first, first + 22)).map((line) =>
      line.map(([text, scope]) => `${text}  ${scope}`),
    );
    expect(tokens).toMatchSnapshot();
  });
});

describe('the C in comments', () => {
  it('ends with its line, whatever it opens', () => {
    const [comment, next] = tokensOf('; for (;;) { /* open', '5: (04) w2 += 1');
    expect(comment).toContainEqual(['for', 'keyword.control.c']);
    expect(next?.[0]).toEqual(['5', 'constant.numeric.instruction-number']);
    expect(next?.flat().filter((scope) => scope.endsWith('.c'))).toEqual([]);
  });

  it('is apart from its place', () => {
    expect(tokensOf('; if (a) @ main.bpf.c:12')[0]?.slice(-3)).toEqual([
      ['main.bpf.c', 'entity.name.filename'],
      [':', 'text'],
      ['12', 'constant.numeric.line'],
    ]);
  });
});

describe('errors', () => {
  it.each(KERNELS)(
    'of every captured log of %s are marked, and nothing of the trace is',
    (kernel) => {
      const said = "R0 invalid mem access 'map_value_or_null'";
      const lines = capturedLog(kernel, 'null-pointer').split('\n');
      const marked = tokensOf(...lines).flatMap((line) =>
        line.filter(([, scope]) => scope === 'invalid.illegal.error').map(([text]) => text),
      );
      expect(marked).toContain(said);
      for (const text of marked) expect(text).not.toMatch(/^\d+: |^;|^from \d|^R\d=/);
    },
  );

  it('are not what the report says in prose', () => {
    const [, prose] = tokensOf(
      'Verification failed: Memory Safety: x',
      '  path, so the verifier cannot prove this access is safe.',
    );
    expect(prose?.map(([, scope]) => scope)).not.toContain('invalid.illegal.error');
  });

  it('after a report are marked again', () => {
    const lines = tokensOf(
      'Verification failed: x',
      'Reason:',
      'processed 9 insns',
      'R1 invalid mem access',
    );
    expect(lines[2]?.[0]?.[1]).toBe('markup.inserted.statistics');
    expect(lines[3]?.[0]?.[1]).toBe('invalid.illegal.error');
  });
});

describe('any line', () => {
  const LONGEST_TOKENISED = 20_000;

  it.each([
    'R1=',
    'R1_w=scalar(',
    '; @ ',
    '> ',
    'a',
    '((((',
    ' @ a:1',
    '12: ',
    'libbpf: ',
    '0',
    '\t',
    'x y ',
  ])('of 20,000 characters of %j is done in a moment', (piece) => {
    const line = piece.repeat(LONGEST_TOKENISED / piece.length);
    grammar.tokenizeLine(line, INITIAL);
  });

  it('of the captured logs that is an instruction is known as one', () => {
    for (const log of capturedLogs()) {
      const lines = log.split('\n').filter((line) => /^\d+: \([0-9a-f]{2}\) /.test(line));
      for (const [at, tokens] of tokensOf(...lines).entries())
        expect(tokens[0]?.[1], lines[at]).toBe('constant.numeric.instruction-number');
    }
  });

  it('names registers in instructions and states alike', () => {
    const line = '5: (bf) r1 = r6 ; R1_w=scalar() R6=scalar()';
    for (const register of ['r1', 'r6', 'R1', 'R6'])
      expect(scopeOf(line, register)).toBe('variable.language.register');
  });
});
