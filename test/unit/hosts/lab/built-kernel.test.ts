import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTools } from '../../../../extension/hosts';
import { builtKernel } from '../../../../extension/hosts/lab/built-kernel';

it('says that a path with a blank is in the way before anything is fetched', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scx a blank '));
  const context = { folder, tools: createTools(() => undefined) };
  const outcome = await builtKernel(context, join(folder, 'kernels'), {});
  expect(outcome).toMatchObject({
    kind: 'problem',
    problem: {
      code: 'lab-kernel-build-failed',
      message: expect.stringMatching(/: a kernel can't be built in .*scx a blank/) as string,
      nextStep: expect.stringContaining('neither blanks nor colons') as string,
    },
  });
  expect(readdirSync(join(folder, 'kernels'))).toEqual([]);
  rmSync(folder, { recursive: true });
});
