/** Targets that never stop talking: what they say is bounded in memory, and they are let go. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../extension/core/findings/problem';
import { MOST_LINE_CHARS, readLines } from '../../../extension/hosts/processes/lines';
import { createShellHost } from '../../../extension/hosts/shell/shell-host';
import type { Shell } from '../../../extension/hosts/shell/shell';

/** A target on which every script is this one. */
function shellOf(script: string): Shell {
  return {
    target: { kind: 'ssh', id: 'evil', destination: 'evil' },
    sharesConnection: true,
    begins: null,
    open: () => Promise.resolve(ok(null)),
    command: () => Promise.resolve(ok(['sh', '-c', script])),
    failure: () => Promise.resolve(null),
    dispose: () => Promise.resolve(),
  };
}
const hostOf = (script: string) => createShellHost(shellOf(script), () => undefined);

const ENDLESS = {
  lines: 'exec yes "kernelRelease 6.18"',
  'empty lines': 'exec yes ""',
  'lines that are long': `exec yes ${'a'.repeat(100_000)}`,
};

describe('a target', () => {
  it.each(Object.entries(ENDLESS))(
    'that answers with %s without an end',
    { timeout: 60_000 },
    async (_, script) => {
      const before = process.memoryUsage().rss;
      const outcome = await hostOf(script).run('facts');
      expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'answer-too-long' } });
      expect(process.memoryUsage().rss - before).toBeLessThan(700 * 1024 * 1024);
    },
  );

  it('that answers with a line without an end', { timeout: 60_000 }, async () => {
    const endless = `head -c ${1 << 26} /dev/zero | tr '\\0' a; echo; echo after`;
    const outcome = await hostOf(endless).run('facts');
    const lines = outcome.kind === 'ok' ? outcome.value.stdout.split('\n') : [];
    expect(lines.map(({ length }) => length)).toEqual([MOST_LINE_CHARS, 'after'.length, 0]);
  });
});

describe('readLines', () => {
  const linesOf = async (...chunks: readonly (string | Buffer)[]) => {
    const stream = new PassThrough();
    const lines: string[] = [];
    const done = readLines(stream, (line) => lines.push(line));
    for (const chunk of chunks) stream.write(chunk);
    stream.end();
    await done;
    return lines;
  };

  it('keeps lines together that arrive in pieces', async () => {
    const umlaut = Buffer.from('ü');
    expect(
      await linesOf('a', 'b\nc', umlaut.subarray(0, 1), umlaut.subarray(1), '\r', '\n\nlast'),
    ).toEqual(['ab', 'cü', '', 'last']);
  });

  it('has no line after the last newline', async () => {
    expect(await linesOf('one\n')).toEqual(['one']);
    expect(await linesOf()).toEqual([]);
  });

  it('says what bytes are no UTF-8', async () => {
    expect(await linesOf(Buffer.from([0x61, 0xff, 0x0a, 0xc3]))).toEqual(['a\ufffd', '\ufffd']);
  });
});
