/** What a hostile target says of its kernel: where it is kept, and that nothing else is overwritten. */
import { describe, expect, it } from 'vitest';
import { ok } from '../../../extension/core/findings/problem';
import { parseFacts } from '../../../extension/core/sched-ext/facts-text';
import type { TargetFacts } from '../../../extension/core/sched-ext/target';
import type { Files } from '../../../extension/hosts/api';
import { kernelTypes } from '../../../extension/workflows/build/kernel-types';
import type { WorkflowContext } from '../../../extension/workflows/context';
import { createFakeHost } from '../../fakes/fake-host';

const FACTS = `kernelRelease 6.18.0
kernelBuild BUILD
machine x86_64
uid 0
privilege root
hasBtf yes
bpftool bpftool v7.7.0`;

const factsOf = (build: string): TargetFacts => {
  const facts = parseFacts(FACTS.replace('BUILD', build));
  if (facts === null) throw new Error('no facts');
  return facts;
};

/** A file system in memory, and the path of each file that was written. */
function contextOf(written: Map<string, unknown>): WorkflowContext {
  const files: Partial<Files> = {
    exists: (path) => Promise.resolve(written.has(path)),
    write: (path, content) => {
      written.set(path, content);
      return Promise.resolve();
    },
  };
  return { files, cacheDir: '/cache' } as WorkflowContext;
}

async function typesOf(
  id: string,
  build: string,
  text: string,
  written = new Map<string, unknown>(),
) {
  const target = { kind: 'ssh', id, destination: id } as const;
  const host = createFakeHost({ vmlinux: { lines: text.split('\n'), end: ok(EXIT) } }, target);
  const outcome = await kernelTypes(contextOf(written), host, factsOf(build), {});
  return { outcome, written };
}

const EXIT = { exitCode: 0, stdout: '', stderr: '' };
const TYPES = 'struct task_struct {\n\tint pid;\n};';

describe("a target's vmlinux.h", () => {
  it.each([
    ...['..', '.', '../..', '../../../home/me/.ssh/authorized_keys', '/etc/cron.d/x', 'a/../../b'],
    ...['C:\\evil', '\\\\server\\share', 'a\u0000b', '~', '-rf', 'x'.repeat(10_000)],
  ])('stays in the cache when its kernel is called %j', async (build) => {
    const { outcome, written } = await typesOf('evil', build, TYPES);
    expect(outcome.kind).toBe('ok');
    const [path = ''] = written.keys();
    expect(written.size).toBe(1);
    expect(path).toMatch(/^\/cache\/kernels\/[\w.+-]{1,80}-[0-9a-f]{16}\/vmlinux\.h$/);
  });

  it('is used for that target alone, also when another one claims to run the same kernel', async () => {
    const written = new Map<string, unknown>();
    await typesOf('good', '6.18.0-abc', TYPES, written);
    await typesOf('evil', '6.18.0-abc', TYPES.replace('pid', 'evil'), written);
    expect(written.size).toBe(2);
    const again = await typesOf('good', '6.18.0-abc', '', written);
    expect(again.outcome.kind).toBe('ok');
  });

  it('is not kept when it would have the compiler read files', async () => {
    const { outcome, written } = await typesOf('evil', 'x', `${TYPES}\n#include "/etc/passwd"`);
    expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'no-kernel-types' } });
    expect(written.size).toBe(0);
  });
});
