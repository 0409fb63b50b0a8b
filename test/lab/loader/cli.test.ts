import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openCommandLine, type CommandLine, type StartedCommand } from '../command-line';
import { until } from '../lab-target';
import { buildLoader, SCHEDULER, type LoaderProgram } from './loader-program';

let scx: CommandLine;
let program: LoaderProgram;
beforeAll(async () => {
  scx = await openCommandLine('newest');
  scx.write('loader.bpf.c', SCHEDULER);
  const built = await scx.run(['build', 'loader.bpf.c', '--json']);
  program = await buildLoader((JSON.parse(built.stdout) as { object: string }).object);
});
afterAll(async () => {
  program.remove();
  await scx.close();
});

const stateOf = async () => (await scx.shell('cat /sys/kernel/sched_ext/state')).trim();
const processes = () => scx.shell('cat /proc/[0-9]*/comm 2>/dev/null | grep ^scx_load; true');
const listing = () => scx.shell('ls /tmp /sys/fs/bpf/scx-studio');
const started = async (...argv: readonly string[]): Promise<StartedCommand> => {
  const command = scx.start(['run', program.path, ...argv]);
  await until(stateOf, (state) => state === 'enabled', 60);
  return command;
};

afterEach(async () => {
  await until(processes, (names) => names === '', 30);
  expect(await stateOf()).toBe('disabled');
  // Nobody waits for a command that was killed: the target tidies up when the program is gone.
  await until(listing, (names) => !names.includes('run-'), 10);
});

it('passes output through, each stream on its own, and ends after the time of --for', async () => {
  const end = await scx.run(['run', program.path, '--for', '2', '--', '--word', 'two words']);
  expect(end.stdout.split('\n')).toEqual([
    'argument --word',
    'argument two words',
    'loaded', // Without its colour: nobody looks at a terminal.
    'got SIGINT',
    expect.stringMatching(/^EXIT: unregistered/) as string,
    '',
  ]);
  expect(end.stderr).toContain('a word on standard error\n');
  expect(end.stderr).toMatch(/Running: carried on \S+ \(lab:newest\); ended after 2 s/);
  expect(end.stderr).toMatch(/Unloaded carried after \d+\.\d s; its program ended with status 0/);
  expect(end.status).toBe(0);
});

it('sends SIGINT on Ctrl-C', async () => {
  const command = await started();
  await until(
    () => Promise.resolve(command.stdout()),
    (text) => text.includes('loaded'),
  );
  command.kill('SIGINT');
  const end = await command.end;
  expect(end.status).toBe(130);
  expect(end.stdout).toContain('got SIGINT\nEXIT: unregistered from user space');
});

it('says in JSON how it ended, with the output on standard error', async () => {
  const end = await scx.run(['run', program.path, '--json', '--', '--end', '3']);
  expect(JSON.parse(end.stdout)).toMatchObject({
    state: 'ended',
    ops: 'carried',
    exitStatus: 3,
    findings: [],
    notes: [],
  });
  expect(end.stderr).toContain('argument 3\n');
  expect(end.status).toBe(1);
});

it('tells what the target lacks', async () => {
  const end = await scx.run(['run', program.otherLibrary]);
  expect(end.stderr).toContain('the target lacks libnobody.so');
  expect(end.stderr).toContain('Link it statically');
  expect(end.status).toBe(3);
});

it('leaves nothing when it is killed: the target ends the program', async () => {
  const command = await started();
  command.kill('SIGKILL');
  await command.end;
  await until(stateOf, (state) => state === 'disabled', 30);
});
