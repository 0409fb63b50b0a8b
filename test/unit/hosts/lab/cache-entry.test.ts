import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CANCELLED, failed, ok } from '../../../../extension/core/findings/problem';
import { cacheEntry } from '../../../../extension/hosts/lab/cache-entry';
import { identityOf } from '../../../../extension/hosts/lab/process-identity';

const PROBLEM = {
  kind: 'tool',
  code: 'x',
  message: 'Could not do it: x',
  nextStep: '',
  detail: '',
} as const;
/** No process has this id: Linux ends at 2^22. */
const NOBODY = { pid: 2 ** 22 + 1, startTime: '1' };

describe('cacheEntry', () => {
  const parent = mkdtempSync(join(tmpdir(), 'scx cache '));
  afterAll(() => {
    rmSync(parent, { recursive: true });
  });
  let count = 0;
  const place = () => join(parent, String(++count), 'entry');
  const fill = (folder: string) => {
    writeFileSync(join(folder, 'file'), 'whole');
    return Promise.resolve(ok(undefined));
  };

  it('is made once and leaves neither lock nor part', async () => {
    const path = place();
    let made = 0;
    const make = (folder: string) => {
      made++;
      return fill(folder);
    };
    expect(await cacheEntry(path, {}, make)).toEqual(ok(path));
    expect(await cacheEntry(path, {}, make)).toEqual(ok(path));
    expect(made).toBe(1);
    expect(readdirSync(join(path, '..'))).toEqual(['entry']);
  });

  it('is not there after a failure, a cancel or an exception', async () => {
    const path = place();
    const half = (outcome: () => ReturnType<typeof fill>) => (folder: string) => {
      writeFileSync(join(folder, 'half'), '');
      return outcome();
    };
    const fails = half(() => Promise.resolve(failed(PROBLEM)));
    expect(await cacheEntry(path, {}, fails)).toEqual(failed(PROBLEM));
    expect(
      await cacheEntry(
        path,
        {},
        half(() => Promise.resolve(CANCELLED) as never),
      ),
    ).toEqual(CANCELLED);
    await expect(
      cacheEntry(
        path,
        {},
        half(() => Promise.reject(new Error('bug'))),
      ),
    ).rejects.toThrow('bug');
    expect(readdirSync(join(path, '..'))).toEqual([]);
    expect(await cacheEntry(path, {}, fill)).toEqual(ok(path));
  });

  it('is made by one of two that want it at once; the other waits and says so', async () => {
    const path = place();
    const said: string[] = [];
    let made = 0;
    const slow = async (folder: string) => {
      made++;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return fill(folder);
    };
    const step = { onProgress: (line: string) => said.push(line) };
    const both = await Promise.all([cacheEntry(path, step, slow), cacheEntry(path, step, slow)]);
    expect(both).toEqual([ok(path), ok(path)]);
    expect(made).toBe(1);
    expect(said).toEqual(['Waiting for another process that prepares entry']);
  });

  it('takes over what a killed process left', async () => {
    const path = place();
    mkdirSync(`${path}.part`, { recursive: true });
    writeFileSync(join(`${path}.part`, 'half'), '');
    writeFileSync(`${path}.lock`, JSON.stringify(NOBODY));
    expect(await cacheEntry(path, {}, fill)).toEqual(ok(path));
    expect(readdirSync(path)).toEqual(['file']);
    expect(readdirSync(join(path, '..'))).toEqual(['entry']);
  });

  it('stops waiting when cancelled', async () => {
    const path = place();
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(`${path}.lock`, JSON.stringify(identityOf(process.pid)));
    const signal = AbortSignal.timeout(50);
    expect(await cacheEntry(path, { signal }, fill)).toEqual(CANCELLED);
    expect(existsSync(path)).toBe(false);
  });
});
