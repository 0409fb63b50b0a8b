import { describe, expect, it } from 'vitest';
import { fixedText, inFunction, program } from './fixed-text';

const KEPT = {
  code: 'verifier/unreleased-reference',
  message: '`t` is not released on this path',
  taken: 'bpf_task_from_pid() takes the reference here',
};
const TAKE = 't = bpf_task_from_pid(pid); /* taken */';
const TAKEN = 't = bpf_task_from_pid(pid);';
const CHECK = ['if (!t)', '\treturn;'];
const released = (...body: string[]) => fixedText(program(TAKE, ...CHECK, ...body), KEPT);

describe('a release before the path ends', () => {
  it.each([
    [
      'the return under the branch, which gets braces',
      ['if (x) /* here */', '\treturn;', 'bpf_task_release(t);'],
      ['if (x) {', '\tbpf_task_release(t);', '\treturn;', '}', 'bpf_task_release(t);'],
    ],
    [
      'the return in its block',
      ['if (x) { /* here */', '\tcount++;', '\treturn;', '}', 'bpf_task_release(t);'],
      [
        'if (x) {',
        '\tcount++;',
        '\tbpf_task_release(t);',
        '\treturn;',
        '}',
        'bpf_task_release(t);',
      ],
    ],
    [
      'the return itself, named by the finding',
      ['if (x)', '\treturn; /* here */', 'bpf_task_release(t);'],
      ['if (x) {', '\tbpf_task_release(t);', '\treturn;', '}', 'bpf_task_release(t);'],
    ],
    [
      'the end of the function, where the branch releases and returns',
      ['if (x) { /* here */', '\tbpf_task_release(t);', '\treturn;', '}', 'count++;'],
      ['if (x) {', '\tbpf_task_release(t);', '\treturn;', '}', 'count++;', 'bpf_task_release(t);'],
    ],
    ['the end of the function', ['count++; /* here */'], ['count++;', 'bpf_task_release(t);']],
  ])('%s', (_, body, result) => {
    expect(released(...body)).toBe(program(TAKEN, ...CHECK, ...result));
  });

  it('the end of the block that tests it', () => {
    const text = program(TAKE, 'if (t) { /* here */', '\tuse(t);', '}');
    expect(fixedText(text, KEPT)).toBe(
      program(TAKEN, 'if (t) {', '\tuse(t);', '\tbpf_task_release(t);', '}'),
    );
  });

  it('the end of the function, where the finding names the check', () => {
    const text = program(TAKE, 'if (!t) /* here */', '\treturn;', 'use(t);');
    expect(fixedText(text, KEPT)).toBe(program(TAKEN, ...CHECK, 'use(t);', 'bpf_task_release(t);'));
  });

  it('the return of a value that does not come from it', () => {
    const head = 'static int use_it(s32 pid)';
    const check = ['if (!t)', '\treturn 0;'];
    expect(fixedText(inFunction(head, TAKE, ...check, 'x++; /* here */', 'return x;'), KEPT)).toBe(
      inFunction(head, TAKEN, ...check, 'x++;', 'bpf_task_release(t);', 'return x;'),
    );
  });

  it.each([
    ['bpf_cgroup_from_id', 'bpf_cgroup_release(t);'],
    ['bpf_cpumask_create', 'bpf_cpumask_release(t);'],
    ['bpf_ringbuf_reserve', 'bpf_ringbuf_discard(t, 0);'],
    ['scx_bpf_get_online_cpumask', 'scx_bpf_put_cpumask(t);'],
    ['scx_bpf_get_idle_smtmask', 'scx_bpf_put_idle_cpumask(t);'],
  ])('by what belongs to %s()', (acquire, release) => {
    const text = program('t = take(); /* taken */', ...CHECK, 'use(t); /* here */');
    const taken = `${acquire}() takes the reference here`;
    expect(fixedText(text, { ...KEPT, taken })).toContain(`\tuse(t);\n\t${release}\n}`);
  });

  it.each([
    [
      'the other branch releases it, and goes on',
      ['if (x) /* here */', '\tbpf_task_release(t);', 'y++;'],
    ],
    [
      'a block releases it, and goes on',
      ['if (x) { /* here */', '\tbpf_task_release(t);', '} else {', '\ty++;', '}'],
    ],
    [
      'a goto is there',
      ['if (x) /* here */', '\tgoto out;', 'bpf_task_release(t);', 'out:', 'y++;'],
    ],
    ['other returns follow', ['if (x) { /* here */', '\ty++;', '}', 'if (z)', '\treturn;', 'y++;']],
    [
      'the condition has more lines',
      ['if (x && /* here */', '    y)', '\treturn;', 'bpf_task_release(t);'],
    ],
    ['it may be NULL there', ['if (!t || x) /* here */', '\treturn;', 'bpf_task_release(t);']],
  ])('is not tried where %s', (_, body) => {
    expect(released(...body)).toBeNull();
  });

  it.each([
    [
      'it was taken in a block',
      ['if (x) {', `\t${TAKE}`, '\tif (!t)', '\t\treturn;', '\ty++; /* here */', '}'],
    ],
    [
      'it was taken in a loop',
      ['while (x) {', `\t${TAKE}`, '\tif (!t)', '\t\treturn;', '\ty++; /* here */', '}'],
    ],
    ['nothing tests it', [TAKE, 'use(t); /* here */']],
    ['the test is another one', [TAKE, 'if (t->x)', '\tuse(t); /* here */']],
    [
      'the tested block is left early',
      [TAKE, 'if (t) { /* here */', '\tif (x)', '\t\treturn;', '\tuse(t);', '}'],
    ],
    [
      'what is returned needs it',
      [TAKE, ...CHECK, 'if (x) /* here */', '\treturn t->x;', 'bpf_task_release(t);'],
    ],
  ])('is not tried where %s, either', (_, body) => {
    expect(fixedText(program(...body), KEPT)).toBeNull();
  });

  it('is not known for every function', () => {
    const text = program(TAKE, ...CHECK, 'use(t); /* here */');
    const taken = 'own_acquire() takes the reference here';
    expect(fixedText(text, { ...KEPT, taken })).toBeNull();
  });
});

describe('an unlock before the path ends', () => {
  const LOCKED = {
    code: 'verifier/lock-held',
    message: 'The lock is still held here',
    taken: 'the lock is taken here',
    statement: 'BPF_EXIT instruction in main prog cannot be used inside bpf_spin_lock-ed region',
  };

  it.each([
    ['bpf_spin_lock(&slot->lock);', 'bpf_spin_unlock(&slot->lock);'],
    ['bpf_res_spin_lock(&slot->lock);', 'bpf_res_spin_unlock(&slot->lock);'],
    ['bpf_rcu_read_lock();', 'bpf_rcu_read_unlock();'],
    ['bpf_preempt_disable();', 'bpf_preempt_enable();'],
  ])('undoes %s', (lock, unlock) => {
    const text = program(`${lock} /* taken */`, 'if (x) /* here */', '\treturn;', 'y++;', unlock);
    expect(fixedText(text, LOCKED)).toBe(
      program(lock, 'if (x) {', `\t${unlock}`, '\treturn;', '}', 'y++;', unlock),
    );
  });

  it('closes a region that nothing closes', () => {
    const text = program('bpf_rcu_read_lock(); /* taken */', 'y++; /* here */');
    expect(fixedText(text, LOCKED)).toBe(
      program('bpf_rcu_read_lock();', 'y++;', 'bpf_rcu_read_unlock();'),
    );
  });

  it('is no answer to a call that is not allowed within', () => {
    const statement = 'function calls are not allowed while holding a lock';
    const text = program('bpf_spin_lock(&lock); /* taken */', 'call(); /* here */');
    expect(fixedText(text, { ...LOCKED, statement })).toBeNull();
  });

  it('is not made up for a lock that the line does not take', () => {
    const text = program('take_lock(); /* taken */', 'y++; /* here */');
    expect(fixedText(text, LOCKED)).toBeNull();
  });
});
