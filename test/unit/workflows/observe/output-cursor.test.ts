import { expect, it } from 'vitest';
import { followBpfOutput } from '../../../../extension/workflows/observe/bpf-output';
import { OutputCursor } from '../../../../extension/workflows/observe/output-cursor';
import { createFakeHost } from '../../../fakes/fake-host';

const TARGET = { kind: 'ssh', id: 'box', destination: 'box' } as const;

/** What is new of a buffer with lines of these seconds. */
async function readNew(cursor: OutputCursor, boot: string, seconds: readonly number[]) {
  const lines = seconds.map(
    (at) => `history   sh-1 [000] ...21 ${at}.000001: bpf_trace_printk: ${at}`,
  );
  const answers = { 'bpf-output': { lines: [`boot ${boot}`, ...lines, 'live'] } };
  const seen: string[] = [];
  cursor.begin();
  await followBpfOutput(createFakeHost(answers, TARGET), {
    history: true,
    onBoot: (id) => {
      if (cursor.meet(id)) seen.push('another boot');
    },
    onLine: (line) => {
      if (cursor.take(line)) seen.push(line.text);
    },
  }).done;
  return seen;
}

it('takes each line once, and all of another boot, whose clock begins anew', async () => {
  const cursor = new OutputCursor();
  expect(await readNew(cursor, 'a', [100, 300, 200])).toEqual(['100', '300', '200']);
  expect(await readNew(cursor, 'a', [100, 300, 200, 400])).toEqual(['400']);
  expect(await readNew(cursor, 'b', [5, 6])).toEqual(['another boot', '5', '6']);
  expect(await readNew(cursor, 'b', [5, 6, 7])).toEqual(['7']);
});
