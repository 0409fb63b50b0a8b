/** remote/doctor.sh as real shells run it, on this machine. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDoctorFacts } from '../../../extension/core/sched-ext/doctor-text';
import { parseFacts } from '../../../extension/core/sched-ext/facts-text';
import { REMOTE_SCRIPT_TEXTS } from '../../../extension/remote';

const SHELLS: [string, ...string[]][] = [['sh'], ['bash'], ['busybox', 'ash']];
const hasShell = (name: string) => {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** A sudo that asks nothing and says on the way that it was called. */
const SUDO = '#!/bin/sh\n[ "$1" = -n ] && shift\necho "bySudo yes"\nexec "$@"\n';
/** An id that says that the user is not root. */
const ID = '#!/bin/sh\ncase $1 in -u) echo 1000 ;; *) echo alice ;; esac\n';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scx doctor '"));
  for (const [name, text] of [
    ['sudo', SUDO],
    ['id', ID],
  ] as const) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.each(SHELLS.filter(([name]) => hasShell(name)))('doctor.sh under %s', (file, ...args) => {
  const ask = (env: Readonly<Record<string, string>> = {}) =>
    execFileSync(file, [...args, '-c', REMOTE_SCRIPT_TEXTS.doctor], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  it('tells the facts and all beyond them in one run', () => {
    const text = ask();
    const more = parseDoctorFacts(text);
    expect(parseFacts(text)).toMatchObject({
      machine: process.arch === 'x64' ? 'x86_64' : (expect.any(String) as string),
    });
    expect(Math.abs((more.clockMs ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(more.cpus).toMatch(/^\d/);
    expect([...more.tools.keys()]).toEqual(expect.arrayContaining(['awk', 'head', 'mktemp']));
    expect(more.clang?.path).toMatch(/clang/);
    expect(more.sysctls.size).toBeGreaterThan(0);
    expect(more.tempWritable).toBe(true);
  });

  it('takes the folder that objects go to from the environment', () => {
    expect(parseDoctorFacts(ask({ TMPDIR: folder })).tempFolder).toBe(folder);
    expect(parseDoctorFacts(ask({ TMPDIR: '/nowhere' })).tempWritable).toBe(false);
  });

  it("asks for root's part by sudo where that asks nothing", () => {
    const text = ask({ PATH: `${folder}:${process.env['PATH'] ?? ''}` });
    expect(text).toMatch(/^bySudo yes\n(?:.*\n)?rootKmsg \w+$/m);
    expect(parseDoctorFacts(text)).toMatchObject({ user: 'alice' });
  });
});
