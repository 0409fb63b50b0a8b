/** The bundled program as a process: its streams, its signals, its exit status. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleCommandLine } from '../../command-line-bundle';

const WATCH = ['status', '--watch', '--interval', '0.2', '--target', 'local'];

let folder = '';
let program = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scx process '));
  program = await bundleCommandLine();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(dirname(program), { recursive: true });
});

const start = (...argv: string[]) =>
  spawn(process.execPath, [program, ...argv], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], SCX_STUDIO_CACHE: join(folder, 'cache') },
  });

async function endOf(child: ReturnType<typeof start>) {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, stderr };
}

describe.skipIf(process.platform !== 'linux')('the process', () => {
  it('reads standard input and writes all of a large answer to a pipe', async () => {
    const child = start('explain', '-', '--json');
    const lines = Array.from({ length: 20_000 }, (_, n) => `${n}: (b7) r0 = ${n}`);
    child.stdin.end(
      `libbpf: prog 'x': -- BEGIN PROG LOAD LOG --\n${lines.join('\n')}\nR0 !read_ok\n-- END PROG LOAD LOG --\n`,
    );
    const { status, stdout } = await endOf(child);
    expect(status).toBe(1);
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends on %s with 130', async (signal) => {
    const child = start(...WATCH);
    const end = endOf(child);
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await end).toMatchObject({ status: 130, stderr: '' });
  });

  it('leaves no process behind', async () => {
    const child = start(...WATCH);
    const end = endOf(child);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await end;
    const gone = async () => {
      const list = await new Promise<string>((resolve) => {
        execFile('ps', ['-eo', 'pid,args'], (_error, stdout) => {
          resolve(stdout);
        });
      });
      expect(list).not.toMatch(/\n *\d+ sh -c set -- '0\.2'/);
    };
    await expect.poll(() => gone().then(() => 'gone'), { timeout: 5000 }).toBe('gone');
  });

  it('says so when its result could not be written', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [program, 'status', '--target', 'local'], {
      stdio: ['ignore', full, 'pipe'],
    });
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number];
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: 'scx-studio: Could not write the result: ENOSPC\n',
    });
  });

  it('ends quietly when nobody reads any more', async () => {
    const child = start(...WATCH);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [status] = (await once(child, 'exit')) as [number];
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
