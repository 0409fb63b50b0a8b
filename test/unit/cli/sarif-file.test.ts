import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { SARIF_LOG } from '../core/findings/sarif/sarif-shape';
import { capturedLog } from '../core/verifier/captured-logs';
import { scxStudio } from './command-line';

const NAME = 'null-pointer.bpf.c';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scx sarif ü '));
  writeFileSync(join(folder, NAME), '#include "scx.h"\n');
});

const verify = (log: 'null-pointer' | 'passes', ...argv: string[]) => {
  const lines = [...capturedLog('6.18', log).trimEnd().split('\n'), 'scx-studio: bpftool exited 0'];
  const call = ['verify', NAME, '--target', 'vm', '--sarif', 'all.sarif', ...argv];
  return scxStudio(call, { cwd: folder, answers: { verify: { lines } } });
};
const codes = () => {
  const text = readFileSync(join(folder, 'all.sarif'), 'utf8');
  return v.parse(SARIF_LOG, JSON.parse(text)).runs.map((run) => run.results.map((r) => r.ruleId));
};

describe('verify --sarif', () => {
  it('keeps a file of what was found beside the format of standard output', async () => {
    const said = await verify('null-pointer', '--format', 'github');
    expect(said.status).toBe(1);
    expect(said.stdout).toMatch(/^::error file=/);
    expect(codes()).toEqual([['verifier/null-pointer']]);
  });

  it('makes one also of no findings, which closes alerts', async () => {
    expect((await verify('passes')).status).toBe(0);
    expect(codes()).toEqual([[]]);
  });

  it('adds to one that is there', async () => {
    await verify('null-pointer');
    await verify('passes');
    await verify('null-pointer');
    expect(codes()).toEqual([['verifier/null-pointer', 'verifier/null-pointer']]);
  });

  it('leaves a file that is no SARIF of ours', async () => {
    writeFileSync(join(folder, 'all.sarif'), 'mine');
    const said = await verify('passes');
    expect(said.status).toBe(2);
    expect(said.stderr).toContain('all.sarif: it is no SARIF file of SCX Studio');
    expect(readFileSync(join(folder, 'all.sarif'), 'utf8')).toBe('mine');
  });

  it('says when it can not be written', async () => {
    mkdirSync(join(folder, 'all.sarif'));
    const said = await verify('passes');
    expect(said.status).toBe(3);
    expect(said.stderr).toContain('Could not write all.sarif: ');
  });
});
