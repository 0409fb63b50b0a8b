import { expect, it } from 'vitest';
import { parseFacts } from '../../../../extension/core/sched-ext/facts-text';
import { failed } from '../../../../extension/core/findings/problem';
import { createFiles, createTools } from '../../../../extension/hosts';
import { runLoader } from '../../../../extension/workflows/load/loader-run';
import { createFakeHost, type ScriptAnswer } from '../../../fakes/fake-host';
import { createFakeHosts } from '../../../fakes/fake-hosts';

const FACTS = `kernelRelease 6.18.1
kernelBuild 6.18.1-abc
machine ${process.arch === 'x64' ? 'x86_64' : 'aarch64'}
uid 0
privilege root
hasBtf yes
hasSchedExt yes
hasBpffs yes
state disabled
`;

/** The program that runs this test stands for the loader: nothing of it is started. */
function run(answer: ScriptAnswer) {
  const log = () => undefined;
  const host = createFakeHost(
    { 'run-loader': answer },
    { kind: 'ssh', id: 'box', destination: 'box' },
  );
  const output: string[] = [];
  const context = {
    tools: createTools(log),
    files: createFiles(),
    hosts: createFakeHosts(),
    cacheDir: '',
    templatesDir: '',
    log,
    who: 'me@here',
    version: '0.0.1',
  };
  const outcome = runLoader(context, {
    program: process.execPath,
    args: [],
    host,
    facts: parseFacts(FACTS)!,
    onOutput: (stream, line) => output.push(`${stream} ${line}`),
  });
  return { outcome, output };
}

const LOST = failed({
  kind: 'target',
  code: 'connection-lost',
  message: 'Lost box',
  nextStep: 'Connect again.',
  detail: '',
});

it('explains by what the verifier says through the program', async () => {
  const { outcome, output } = run({
    lines: [
      'started',
      "err libbpf: prog 'bad_enqueue': BPF program load failed: Permission denied",
      "err libbpf: prog 'bad_enqueue': -- BEGIN PROG LOAD LOG --",
      'err 0: R1=ctx() R10=fp0',
      'err 3: (79) r1 = *(u64 *)(r0 +0)',
      "err R0 invalid mem access 'map_value_or_null'",
      'err processed 4 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0',
      'err -- END PROG LOAD LOG --',
      'rejected',
      'exit 1',
      'done',
    ],
  });
  expect(await outcome).toMatchObject({
    kind: 'ok',
    value: { kind: 'rejected', exitStatus: 1, findings: [{ code: 'verifier/null-pointer' }] },
  });
  expect(output).toHaveLength(7);
});

it('says that it ended early when nothing else is known', async () => {
  const { outcome } = run({ lines: ['started', 'out usage: x', 'rejected', 'exit 2', 'done'] });
  expect(await outcome).toMatchObject({
    value: {
      findings: [
        {
          code: 'load/loader-ended',
          message: expect.stringContaining('ended with status 2 before the kernel ran') as string,
          raw: ['usage: x'],
        },
      ],
    },
  });
});

it.each([
  ['x: /lib/libc.so.6: version `GLIBC_2.38` not found'.replace('38`', "38'"), 1, 'GLIBC_2.38'],
  ['x: error while loading shared libraries: libelf.so.1: cannot open', 127, 'libelf.so.1'],
  ['Error loading shared library libz.so.1: No such file (needed by x)', 127, 'libz.so.1'],
])('names what the target lacks: %s', async (line, status, lacking) => {
  const { outcome } = run({
    lines: ['started', `err ${line}`, 'rejected', `exit ${status}`, 'done'],
  });
  expect(await outcome).toMatchObject({
    problem: {
      code: 'library-missing',
      message: expect.stringContaining(`the target lacks ${lacking}`) as string,
    },
  });
});

it('tells folders that take no program', async () => {
  const { outcome } = run({ lines: ['storage /tmp: programs may not run there; /run: full'] });
  expect(await outcome).toMatchObject({
    problem: { code: 'no-storage', detail: '/tmp: programs may not run there\n/run: full' },
  });
});

it('says of a lost connection that the target ends the program, once it may have begun', async () => {
  const early = run({ lines: [], end: LOST });
  expect(await early.outcome).toMatchObject({ problem: { message: 'Lost box' } });
  const late = run({ lines: ['started'], end: LOST });
  expect(await late.outcome).toMatchObject({
    problem: { message: expect.stringMatching(/^Lost box, while node was /) as string },
  });
});

it('tells what it left behind', async () => {
  const { outcome } = run({
    lines: ['started', 'running simple'],
    end: 'held',
    atEnd: ['unloaded', 'left 2', 'forced', 'pin /sys/fs/bpf/x', 'exit 0', 'done'],
  });
  const started = await outcome;
  if (started.kind !== 'ok' || started.value.kind !== 'running') throw new Error('not running');
  expect(await started.value.run.unload()).toMatchObject({
    kind: 'unloaded',
    exitStatus: 0,
    notes: [
      expect.stringMatching(/^2 processes that .* had started/),
      expect.stringContaining('SysRq-S'),
      expect.stringContaining('/sys/fs/bpf/x'),
    ],
  });
});
