import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createFiles } from '../../../extension/hosts';
import { openReport } from '../../../extension/workflows/observe/report-folder';
import { openCommandLine, type CommandLine, type StartedCommand } from '../command-line';
import { REPOSITORY, until, valueOf } from '../lab-target';
import { cargoBuild, type BuiltProgram } from '../rust/cargo';
import { lineOf } from '../schedulers';

const PROJECT = join(REPOSITORY, 'test/fixtures/loaders/rust');
const SCHEDULER = readFileSync(join(PROJECT, 'counted.bpf.c'), 'utf8');
const variant = (name: string) => `#define ${name}\n${SCHEDULER}`;

/** The shell of the run, and from there the parents up to the sshd of its connection. */
const CUT_CONNECTION = `pid=$(readlink /sys/fs/bpf/scx-studio/*/lease | cut -d' ' -f1)
until grep -q ^sshd /proc/$pid/comm; do
	pid=$(awk '{ print $4 }' /proc/$pid/stat)
done
kill -9 $pid`;

let scx: CommandLine;
const programs: BuiltProgram[] = [];
let counted: BuiltProgram;
let failing: BuiltProgram;
let refused: BuiltProgram;

/** The program around that scheduler, which is compiled for the lab's kernel. */
async function build(name: string, text: string): Promise<BuiltProgram> {
  const source = scx.write(`${name}.bpf.c`, text);
  const built = JSON.parse((await scx.run(['build', source, '--json'])).stdout) as {
    object: string;
  };
  const program = await cargoBuild(PROJECT, 'scx_counted', { SCHEDULER_OBJECT: built.object });
  programs.push(program);
  return program;
}

beforeAll(async () => {
  scx = await openCommandLine('6.18');
  counted = await build('counted', SCHEDULER);
  failing = await build('failing', variant('FAILS'));
  refused = await build('refused', variant('REFUSED'));
});
afterAll(async () => {
  for (const program of programs) program.remove();
  await scx.close();
});

const stateOf = async () => (await scx.shell('cat /sys/kernel/sched_ext/state')).trim();
const processes = () => scx.shell('cat /proc/[0-9]*/comm 2>/dev/null | grep ^scx_counted; true');
const listing = () => scx.shell('ls /tmp /sys/fs/bpf/scx-studio');

afterEach(async () => {
  await until(processes, (names) => names === '', 30);
  await until(stateOf, (state) => state === 'disabled', 30);
  await until(listing, (names) => !names.includes('run-'), 10);
});

/** Runs, and has said something of its scheduler. */
async function started(): Promise<StartedCommand> {
  const command = scx.start(['run', counted.path]);
  const heard = () => Promise.resolve(command.stdout());
  await until(heard, (text) => /^queued [1-9]/m.test(text), 60);
  expect(await stateOf()).toBe('enabled');
  return command;
}

it('is heard while it runs, and goes by SIGINT', async () => {
  const command = await started();
  expect(await scx.shell('cat /sys/kernel/sched_ext/root/ops')).toBe('counted\n');
  command.kill('SIGINT');
  const end = await command.end;
  // It has no handler of SIGTERM, which would end it without these words.
  expect(end.stdout).toMatch(/^loaded\n(queued \d+\n)+got SIGINT\nEXIT: unregistered from user/);
  expect(end.stderr).toMatch(/Unloaded counted after \d+\.\d s; its program ended with status 0/);
  expect(end.status).toBe(130);
});

it('goes when our process is killed', async () => {
  const command = await started();
  command.kill('SIGKILL');
  await command.end;
});

it('goes when the connection is cut', async () => {
  const command = await started();
  await scx.shell(CUT_CONNECTION);
  const end = await command.end;
  expect(end.stderr).toContain('the connection ended, while "counted" was loaded there');
  expect(end.status).toBe(3);
});

it('is thrown out: what was reported has the line, the message and the backtrace', async () => {
  const folder = join(scx.folder, 'report');
  const end = await scx.run(['run', failing.path, '--json', '--report', folder]);
  expect(end.stderr).toContain('EXIT: scx_bpf_error (failing.bpf.c:');
  expect(JSON.parse(end.stdout)).toMatchObject({
    state: 'ended',
    ops: 'counted',
    exitStatus: 0,
    findings: [
      { line: lineOf(variant('FAILS')), message: expect.stringContaining('enough') as string },
    ],
  });
  const report = valueOf(await openReport(createFiles(), folder));
  const message = expect.stringContaining('counted enough') as string;
  expect(report).toMatchObject({ ops: 'counted', hasRun: true, exit: { message } });
  const frame = report.backtrace.find(({ program }) => program === 'counted_enqueue');
  expect(frame).toMatchObject({ line: lineOf(variant('FAILS')) });
  rmSync(folder, { recursive: true });
});

it('is refused by the verifier: libbpf says so through it, and the finding is at its line', async () => {
  const end = await scx.run(['run', refused.path, '--json']);
  expect(JSON.parse(end.stdout)).toMatchObject({
    state: 'rejected',
    findings: [
      {
        code: 'verifier/null-pointer',
        line: lineOf(variant('REFUSED').replace('enough"); /* here */', 'enough");')),
      },
    ],
  });
  expect(end.status).toBe(1);
});
