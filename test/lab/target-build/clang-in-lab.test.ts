import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readObject } from '../../../extension/core/btf/object-info';
import { buildScheduler } from '../../../extension/workflows/build/build';
import { verifyScheduler } from '../../../extension/workflows/verify/verify';
import { openLab, valueOf, type LabTarget } from '../lab-target';
import { GOOD } from '../schedulers';

/** Everything on one target: its bpftool writes the types, its clang compiles, its kernel verifies. */
describe('a lab that has a clang', () => {
  let lab: LabTarget;
  let folder: string;
  let source: string;
  beforeAll(async () => {
    lab = await openLab('6.18');
    folder = mkdtempSync(join(tmpdir(), 'scx lab clang '));
    source = join(folder, 'good.bpf.c');
    writeFileSync(source, GOOD);
  });
  afterAll(async () => {
    await lab.close();
    rmSync(folder, { recursive: true });
  });
  const build = (stages: string[] = []) =>
    buildScheduler(
      lab.context,
      {
        source,
        host: lab.host,
        facts: lab.facts,
        where: 'target',
      },
      { onProgress: (stage) => stages.push(stage) },
    );

  it('says what it lacks before it has one', async () => {
    expect(await build()).toMatchObject({
      problem: {
        code: 'clang-missing',
        message: 'Could not build on lab:6.18: it has no clang',
        nextStep: expect.stringContaining('clang-19') as string,
      },
    });
    expect(await lab.shell('ls -A /tmp')).not.toContain('scx-studio');
  });

  describe('after it was installed', () => {
    beforeAll(() => {
      sendClang(lab.sshArguments);
    });

    it('builds what its own kernel takes', async () => {
      const stages: string[] = [];
      const { object, findings } = valueOf(await build(stages));
      expect(findings).toEqual([]);
      expect(stages).toEqual(['Compiling good.bpf.c on lab:6.18']);
      expect(readObject(readFileSync(object!.strippedPath))?.files).toContain(source);
      const { host, facts } = lab;
      const verdict = valueOf(await verifyScheduler({ object: object!, host, facts }));
      expect(verdict.findings).toEqual([]);
      expect(verdict.programs.map(({ name }) => name)).toEqual(['good_enqueue']);
      expect(await lab.shell('ls -A /tmp')).not.toContain('scx-studio');
      expect(await lab.shell('ls /root/.cache/scx-studio/kernels/*/vmlinux.h')).toContain(
        facts.kernelBuild,
      );
    });
  });
});

/** Copies this machine's clang with its libraries and libbpf's headers: some 260 MB of the guest's memory. */
function sendClang(sshArguments: readonly string[]): void {
  const find = 'command -v clang-19 || command -v clang';
  const clang = realpathSync(execFileSync('sh', ['-c', find], { encoding: 'utf8' }).trim());
  const needed = execFileSync('ldd', [clang], { encoding: 'utf8' });
  const libraries = [...needed.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => normalize(path));
  const loader = libraries.find((path) => path.includes('/ld-linux')) ?? '';
  const folders = [...new Set(libraries.map((path) => `/clang${dirname(path)}`))].join(':');
  const unpack = `mkdir -p /clang /usr/local/sbin /usr/include
gzip -dc | tar -xf - -C /clang
ln -s /clang/usr/include/bpf /usr/include/bpf
printf '#!/bin/sh\\nexec /clang%s --library-path %s /clang%s "$@"\\n' ${loader} ${folders} ${clang} >/usr/local/sbin/clang
chmod +x /usr/local/sbin/clang
clang --print-targets | grep bpf`;
  execFileSync(
    'sh',
    [
      '-c',
      'files=$1; unpack=$2; shift 2; tar -chf - $files 2>/dev/null | gzip -1 | ssh "$@" "$unpack"',
      'sh',
      [clang, ...libraries, '/usr/include/bpf'].join(' '),
      unpack,
      ...sshArguments,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
}
