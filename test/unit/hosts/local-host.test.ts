import { afterEach, describe, expect, it } from 'vitest';
import { createShellHost } from '../../../extension/hosts/shell/shell-host';
import { createLocalShell } from '../../../extension/hosts/local/local-shell';
import { targetFacts } from '../../../extension/workflows/target-facts';

const isLinux = process.platform === 'linux';

describe.runIf(isLinux)('this machine as a target', () => {
  const commands: string[] = [];
  const host = createShellHost(createLocalShell(), (line) => commands.push(line));
  afterEach(() => host.dispose());

  it('says what it is', async () => {
    const facts = await targetFacts(host);
    expect(facts).toMatchObject({
      kind: 'ok',
      value: { uid: process.getuid!(), machine: expect.stringMatching(/\w+/) as string },
    });
    expect(commands).toContain('[local] remote/facts.sh ');
  });

  it('ends a lasting script when its input ends', async () => {
    const lines: string[] = [];
    const session = host.start('status', (line) => lines.push(line));
    for (const count of [1, 2, 3]) {
      session.send('now');
      await expect.poll(() => lines.filter((line) => line === 'end').length).toBe(count);
    }
    session.end();
    expect(await session.done).toMatchObject({ kind: 'ok', value: { exitCode: 0 } });
  });

  it('is cancelled before and while a script runs', async () => {
    const cancelled = AbortSignal.abort();
    expect(await host.run('facts', { signal: cancelled })).toEqual({ kind: 'cancelled' });
    const controller = new AbortController();
    const start = performance.now();
    const running = host.run('status', { args: ['60'], signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 100);
    expect(await running).toEqual({ kind: 'cancelled' });
    expect(performance.now() - start, 'the sleep was ended too').toBeLessThan(9000);
  });
});
