import { expect, it } from 'vitest';
import { readDefinition } from '../../../extension/vscode/build-tasks/task-definition';
import { readTraceRequest } from '../../../extension/vscode/verifier-log/trace-request';

it('reads a task of tasks.json', () => {
  const given = { type: 'scx', task: 'verify', source: 'fifo.bpf.c' };
  expect(readDefinition(given)).toEqual(given);
  expect(readDefinition({ ...given, target: 'lab:6.12' })).toEqual({
    ...given,
    target: 'lab:6.12',
  });
  expect(readDefinition({ ...given, target: '' })).toEqual(given);
});

it.each([
  [{ type: 'scx', source: 'a.bpf.c' }, /"task" must be one of build, verify, load/],
  [{ type: 'scx', task: 'fly', source: 'a.bpf.c' }, /"task" must be one of/],
  [{ type: 'scx', task: 'load' }, /"source" must name/],
  [{ type: 'scx', task: 'load', source: 7 }, /"source" must name/],
])('says what is wrong with %o', (given, words) => {
  expect(readDefinition(given)).toMatch(words);
});

it('reads what a link asks of the trace, and nothing else', () => {
  const request = { source: '/a.bpf.c', program: 'a_enqueue', code: 'verifier/other' };
  expect(readTraceRequest(request)).toEqual(request);
  expect(readTraceRequest({ source: '/a.bpf.c', program: 1 })).toEqual({
    source: '/a.bpf.c',
    program: null,
    code: null,
  });
  for (const other of [undefined, null, 'text', {}, { source: 3 }]) {
    expect(readTraceRequest(other)).toBeNull();
  }
});
