import { expect, it } from 'vitest';
import { followBpfOutput } from '../../../../extension/workflows/observe/bpf-output';
import { createFakeHost } from '../../../fakes/fake-host';

const TARGET = { kind: 'ssh', id: 'box', destination: 'box' } as const;
const line = (text: string) => `   sh-1 [000] ...21 1.000001: bpf_trace_printk: ${text}`;

it('gives nothing any more once it was ended, though the target says more', async () => {
  const answer = { lines: ['live', line('one')], end: 'held', atEnd: [line('late')] } as const;
  const seen: string[] = [];
  const following = followBpfOutput(createFakeHost({ 'bpf-output': answer }, TARGET), {
    history: true,
    onLine: ({ text }) => seen.push(text),
  });
  await new Promise((resolve) => setTimeout(resolve, 0));
  following.end();
  expect(await following.done).toMatchObject({ kind: 'ok' });
  expect(seen).toEqual(['one']);
});
