import { describe, expect, it } from 'vitest';
import { fixedText, inFunction, program } from './fixed-text';

const NULL = {
  code: 'verifier/null-pointer',
  message: '`t` may be NULL here and is used without a check',
};
const fixed = (text: string) => fixedText(text, NULL);

describe('a condition over what uses the pointer', () => {
  it.each([
    ['one statement', ['t->runs += 1; /* here */'], ['if (t)', '\tt->runs += 1;']],
    [
      'statements that stand together',
      ['sum += t->runs; /* here */', 'bpf_task_release(t);', 'sum += 1;'],
      ['if (t) {', '\tsum += t->runs;', '\tbpf_task_release(t);', '}', 'sum += 1;'],
    ],
    [
      'under a case',
      ['case 1:', '\tt->runs += 1; /* here */'],
      ['case 1:', '\tif (t)', '\t\tt->runs += 1;'],
    ],
    [
      'under a loop',
      ['while (x)', '\tt->runs += 1; /* here */'],
      ['while (x)', '\tif (t)', '\t\tt->runs += 1;'],
    ],
    [
      'behind braces in comments, strings and characters',
      ["/* { */ if (c == '{') // {", '\tbpf_printk("{");', 't->runs += 1; /* here */'],
      ["/* { */ if (c == '{') // {", '\tbpf_printk("{");', 'if (t)', '\tt->runs += 1;'],
    ],
  ])('%s', (_, body, result) => {
    expect(fixed(program(...body))).toBe(program(...result));
  });

  it('is indented as the file is, with its line ends', () => {
    const text = program('if (x) {', '\tt->runs += 1; /* here */', '}');
    const windows = (some: string) => some.replaceAll('\t', '  ').replaceAll('\n', '\r\n');
    const result = program('if (x) {', '\tif (t)', '\t\tt->runs += 1;', '}');
    expect(fixed(windows(text))).toBe(windows(result));
  });

  it.each([
    ['a declaration', ['u64 runs = t->runs; /* here */', 'bpf_task_release(t);', 'goto out;']],
    ['a declaration of a type of its own', ['pid_t id = t->pid; /* here */', 'goto out;']],
    ['a call of several lines', ['use(p, /* here */', '    t->runs);', 'goto out;']],
    ['the end of one', ['use(p,', '    t->runs); /* here */']],
    ['an if with an else', ['if (x)', '\tt->runs += 1; /* here */', 'else', '\ty++;', 'goto out;']],
    ['a part of a macro', ['#define ADD(t) \\', '\tt->runs += 1; /* here */ \\', '\tx++']],
    [
      'code for some builds',
      ['#ifdef A', 'if (x) {', '#else', 'if (y) {', '#endif', 't->x++; /* here */', '}'],
    ],
    ['an insertion of another task', ['scx_bpf_dsq_insert(p, t->dsq, 0, 0); /* here */']],
    ['a name of a member', ['p->t += 1; /* here */']],
  ])('is not put over %s', (_, body) => {
    expect(fixed(program(...body))).toBeNull();
  });
});

describe('a test in the condition', () => {
  it.each([
    ['if (t->runs > 4)', 'if (t && t->runs > 4)'],
    ['if (x && t->runs)', 'if (t && x && t->runs)'],
    ['if (x || t->runs > 4)', 'if (x || (t && t->runs > 4))'],
    ['if (x || (y && t->runs))', 'if (x || (t && (y && t->runs)))'],
    ['if (is_kind(p, t->kind)) {', 'if (t && is_kind(p, t->kind)) {'],
  ])('%s', (condition, result) => {
    const body = condition.endsWith('{') ? ['\tx++;', '}'] : ['\tx++;'];
    expect(fixed(program(`${condition} /* here */`, ...body))).toBe(program(result, ...body));
  });

  it.each([
    ['tests it itself', ['if (t->runs || !t) /* here */', '\tx++;', 'goto out;']],
    ['uses it in two alternatives', ['if (t->runs || t->kind) /* here */', '\tx++;', 'goto out;']],
    ['goes on over lines', ['if (t->runs && /* here */', '    x)', '\tx++;', 'goto out;']],
    ['decides of an insertion', ['if (t->runs) /* here */', '\tscx_bpf_dsq_insert(p, 0, 0, 0);']],
  ])('is not added where that %s', (_, body) => {
    expect(fixed(program(...body))).toBeNull();
  });

  it('gives way to a return where the pointer is needed later, too', () => {
    const body = ['if (t->runs)', '\tx++;', 'else', '\ty = t->kind;'];
    const marked = ['if (t->runs) /* here */', ...body.slice(1)];
    expect(fixed(program(...marked))).toBe(program('if (!t)', '\treturn;', ...body));
  });
});

describe('an early exit', () => {
  it.each([
    ['void BPF_STRUCT_OPS(own_stopping, struct task_struct *p)', 'return;'],
    ['SEC("struct_ops/own") void BPF_PROG(own, struct task_struct *p)', 'return;'],
    ['static __always_inline bool is_large(struct entry *t)', 'return false;'],
    ['static struct entry *next_of(struct entry *t)', 'return NULL;'],
    ['static u64 weight_of(struct task_struct *p)', 'return 0;'],
    ['s32 BPF_STRUCT_OPS(own, struct task_struct *p, s32 last, u64 wake_flags)', 'return last;'],
  ])('of %s is %s', (head, result) => {
    const text = inFunction(head, 'next = t->next; /* here */', 'use(next);');
    expect(fixed(text)).toBe(
      inFunction(head, 'if (!t)', `\t${result}`, 'next = t->next;', 'use(next);'),
    );
  });

  it('returns what the function returns anyway', () => {
    const head = 'static int on_timer(void *map, int *key, struct bpf_timer *timer)';
    const text = inFunction(head, 'x = t->runs; /* here */', 'return 0;');
    expect(fixed(text)).toBe(
      inFunction(head, 'if (!t)', '\treturn 0;', 'x = t->runs;', 'return 0;'),
    );
  });

  it('of a loop begins its next pass', () => {
    const loop = (...body: string[]) =>
      program('for (i = 0; i < 4; i++) {', ...body.map((line) => `\t${line}`), '}', 'goto out;');
    expect(fixed(loop('x = t->runs; /* here */', 'sum += x;'))).toBe(
      loop('if (!t)', '\tcontinue;', 'x = t->runs;', 'sum += x;'),
    );
  });

  it.each([
    ['an unlock', ['bpf_rcu_read_lock();', 'x = t->runs; /* here */', 'bpf_rcu_read_unlock();']],
    ['a release', ['x = t->runs; /* here */', 'bpf_task_release(other);']],
    ['an insertion', ['x = t->dsq; /* here */', 'scx_bpf_dsq_insert(p, x, 0, 0);']],
    ['a move', ['x = t->dsq; /* here */', 'scx_bpf_consume(x);']],
    ['an insertion of its own', ['x = t->dsq; /* here */', 'enqueue_task(p, x);']],
    ['an assignment to it', ['x = t->runs; /* here */', 't = next(p);']],
    ['a common end', ['x = t->runs; /* here */', 'out:', 'y = x;']],
  ])('does not jump over %s', (_, body) => {
    expect(fixed(program(...body))).toBeNull();
  });

  it.each([
    ['a CPU or an error', 'static s32 pick(struct task_struct *p)', 'return x;'],
    ['init', 's32 BPF_STRUCT_OPS_SLEEPABLE(own_init)', 'return x;'],
    ['a structure', 'static struct entry copy_of(struct entry *t)', 'return x;'],
    [
      'enqueue, which inserted nothing',
      'void BPF_STRUCT_OPS(own_enqueue, struct task_struct *p)',
      'use(x);',
    ],
  ])('is not known for %s', (_, head, end) => {
    expect(fixed(inFunction(head, 'x = t->runs; /* here */', end))).toBeNull();
  });

  it('never stands before an else', () => {
    const body = ['if (x)', '\ty++;', 'else if (t->runs) /* here */', '\ty = t->runs;', 'use(t);'];
    expect(fixed(program(...body))).toBeNull();
  });
});

it('asks nothing where no variable is named, or the text is another', () => {
  const message = 'This pointer may be NULL here (map_value_or_null in R7)';
  expect(fixedText(program('t->x = 1; /* here */'), { ...NULL, message })).toBeNull();
  expect(fixed(program('other->x = 1; /* here */'))).toBeNull();
  expect(fixed('')).toBeNull();
});
