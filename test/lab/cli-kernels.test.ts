import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Verdict } from '../../extension/core/verifier/verdict';
import { openProgram, type Program } from './command-line';
import { lineOf, NULL_CHECK_MISSING } from './schedulers';

let scx: Program;
beforeAll(async () => {
  scx = await openProgram();
});
afterAll(() => scx.close());

/** 6.12: the old kfunc names and a log without times; newest: the verifier that reports. */
it.each(['6.12', '6.16', '6.18', 'newest'])(
  'gives file and line of a missing NULL check on a lab of its own with kernel %s',
  async (kernel) => {
    const source = scx.write('null check.bpf.c', NULL_CHECK_MISSING);
    const said = await scx.run(['verify', source, '--json', '--target', `lab:${kernel}`]);
    const { findings, programs } = JSON.parse(said.stdout) as Verdict;
    expect(findings[0]).toMatchObject({
      code: 'verifier/null-pointer',
      file: source,
      line: lineOf(NULL_CHECK_MISSING),
      program: 'null_check_enqueue',
    });
    expect(programs[0]).toMatchObject({ name: 'null_check_enqueue', verdict: 'failed' });
    expect(said).toMatchObject({ status: 1, stderr: '' });
    expect(JSON.parse((await scx.run(['lab', 'list', '--json'])).stdout)).toMatchObject({
      running: [],
    });
  },
  10 * 60 * 1000, // 6.12 is built from source when it is not there yet.
);
