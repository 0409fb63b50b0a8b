import { describe, expect, it } from 'vitest';
import type {
  KnownValue,
  LineKnowledge,
} from '../../../extension/core/verifier/log-document/line-knowledge';
import { registerState, stateWords } from '../../../extension/core/verifier/register-state';
import { stateInWords } from '../../../extension/core/verifier/register-words';
import { knowledgeText } from '../../../extension/vscode/verifier-log/knowledge-text';
import { readSourceLine } from '../../../extension/vscode/verifier-log/source-line';

const PLACE = { file: '/home/me/my sched/main.bpf.c', line: 19 };

function value(variable: string | null, text: string): KnownValue {
  const state = registerState(stateWords(text)[0]!);
  return { variable, state, words: stateInWords(state) };
}

const knowledge = (parts: Partial<LineKnowledge>): LineKnowledge => ({
  program: 'main_enqueue',
  visits: 1,
  error: null,
  logLine: 7,
  before: [],
  after: [],
  ...parts,
});

describe('knowledgeText', () => {
  it('says in words what was known, then what the log has', () => {
    const before = [
      value('count', 'R0=map_value_or_null(id=1,map=counters,ks=4,vs=8)'),
      value(null, 'R1=scalar(umax=9)'),
    ];
    const text = knowledgeText(knowledge({ before, visits: 8192 }), PLACE);
    expect(text).toContain('- `count` (R0): value of map counters, 8 bytes, or NULL: not checked');
    expect(text).toContain('- `R1`: 0 … 9');
    expect(text).toContain(
      '```text\nR0=map_value_or_null(id=1,map=counters,ks=4,vs=8)\nR1=scalar(umax=9)\n```',
    );
    expect(text).toContain('Visited 8,192 times');
  });

  it('keeps what holds after the line apart', () => {
    const text = knowledgeText(
      knowledge({ before: [value('i', 'R2=1')], after: [value('i', 'R2=2')] }),
      PLACE,
    );
    expect(text.indexOf('`i` (R2): 1')).toBeLessThan(text.indexOf('and after this line'));
    expect(text.indexOf('and after this line')).toBeLessThan(text.indexOf('`i` (R2): 2'));
  });

  it('links to the log, and the link leads back to the line', () => {
    const text = knowledgeText(knowledge({}), PLACE);
    const [, link = ''] = /\(command:scx\.goToLog\?([^)]*)\)/.exec(text) ?? [];
    const [argument] = JSON.parse(decodeURIComponent(link)) as unknown[];
    expect(readSourceLine(argument)).toEqual(PLACE);
  });

  it('lets no text of a log become Markdown', () => {
    const text = knowledgeText(
      knowledge({
        program: '`](command:evil)',
        before: [value(null, 'R1=a`[x](command:evil)')],
      }),
      PLACE,
    );
    const [before, quoted, after, ...more] = text.split('```');
    expect(more).toEqual([]);
    expect(quoted).toContain('(command:evil)');
    expect(`${before}${after}`).not.toMatch(/\]\(command:evil\)/);
  });
});

describe('readSourceLine', () => {
  it.each([null, 1, 'x', {}, { file: 'a' }, { file: 'a', line: 0 }, { file: 1, line: 1 }])(
    'takes no %j',
    (argument) => {
      expect(readSourceLine(argument)).toBeNull();
    },
  );
});
