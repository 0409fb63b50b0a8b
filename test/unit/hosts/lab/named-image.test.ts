import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { namedImage, releaseOfImage } from '../../../../extension/hosts/lab/named-image';
import { createFakeTools } from '../../../fakes/fake-tools';

/** The start of a bzImage whose header points at `version`. */
function imageStart(version: string): Buffer {
  const bytes = Buffer.alloc(0x4000);
  bytes.write('HdrS', 0x202, 'latin1');
  bytes.writeUInt16LE(0x3000 - 0x200, 0x20e);
  bytes.write(`${version}\0`, 0x3000, 'latin1');
  return bytes;
}

describe('a kernel image of the user', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scx image '));
  const context = { folder, tools: createFakeTools({}) };
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('says its release in its header', () => {
    const version = '6.19.0-rc3 (me@here) #1 SMP PREEMPT_DYNAMIC';
    expect(releaseOfImage(imageStart(version))).toBe('6.19.0-rc3');
  });

  it.each([Buffer.alloc(0), Buffer.from('#!/bin/sh\n'), Buffer.alloc(0x4000), imageStart('')])(
    'is no image without one',
    (bytes) => {
      expect(releaseOfImage(bytes)).toBeNull();
    },
  );

  it('is used where it is; without modules beside it, its driver must be built in', async () => {
    const path = join(folder, 'bzImage');
    writeFileSync(path, imageStart('6.19.0'));
    expect(await namedImage(context, path, {})).toEqual({
      kind: 'ok',
      value: { release: '6.19.0', source: 'image', image: path, modulesArchive: null },
    });
  });

  it.each([
    ['missing', 'no such file'],
    ['text', 'it is not a bzImage'],
  ])('that is %s is a usage problem', async (name, cause) => {
    writeFileSync(join(folder, 'text'), 'not a kernel');
    const outcome = await namedImage(context, join(folder, name), {});
    expect(outcome).toMatchObject({
      kind: 'problem',
      problem: { kind: 'usage', code: 'lab-bad-image' },
    });
    expect(JSON.stringify(outcome)).toContain(cause);
  });
});
